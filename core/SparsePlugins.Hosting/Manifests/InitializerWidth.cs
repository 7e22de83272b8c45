using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>The rule that an initializer which serves one width alone has that of the source's activations.</summary>
internal static class InitializerWidth
{
    /// <summary>What is wrong, where the initializer's file is named.</summary>
    /// <param name="spec">A run.</param>
    /// <param name="component">Its initializer's component.</param>
    /// <param name="width">D of its source.</param>
    /// <param name="files">Gives the files that it reads.</param>
    public static Problem? Problem(RunSpec spec, Component component, int width, InputFiles files)
    {
        if (!component.HasFixedWidth)
        {
            return null;
        }

        try
        {
            var initializer = component.Create<IFixedWidthInitializer>(spec.Initializer, files);
            var needed = ComponentException.Guard(component, () => initializer.ActivationDim);
            return needed == width
                ? null
                : At(
                    component,
                    spec.Initializer,
                    $"'{spec.Initializer.Name}' has directions of width {needed}, and the source gives activations of width {width}"
                );
        }
        catch (ComponentException failure)
        {
            return At(component, spec.Initializer, failure.Message);
        }
    }

    private static Problem At(Component component, ComponentSpec spec, string message)
    {
        var option = spec.OptionPositions.Keys.FirstOrDefault(component.TakesFiles);
        return option is null
            ? new Problem(spec.Position, spec.Path, message)
            : new Problem(spec.OptionPositions[option], $"{spec.Path}.with.{option}", message);
    }
}
