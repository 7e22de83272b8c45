using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>The rule that an initializer starts decoder rows at the length where the architecture keeps them.</summary>
public static class DecoderScale
{
    private static readonly string _option = Names.Option(nameof(IDictionaryStart.DecoderScale));

    /// <summary>What is wrong, at the option or at the initializer whose default it is.</summary>
    /// <param name="spec">A run.</param>
    /// <param name="component">Its initializer's component.</param>
    /// <param name="parameters">Of its architecture.</param>
    public static Problem? Problem(RunSpec spec, Component component, IReadOnlyList<ParameterShape> parameters)
    {
        var initializer = spec.Initializer;
        var scale = In(initializer);
        if (
            (scale == 1 && !component.HasOwnRowLengths)
            || !parameters.Any(parameter => parameter is { Name: ParameterShape.DecoderWeight, UnitRows: true })
        )
        {
            return null;
        }

        var (position, path) = initializer.OptionPositions.TryGetValue(_option, out var stated)
            ? (stated, $"{initializer.Path}.with.{_option}")
            : (initializer.Position, initializer.Path);
        var lengths = component.HasOwnRowLengths ? "lengths of its own" : FormattableString.Invariant($"length {scale}");
        var rule = FormattableString.Invariant(
            $"'{initializer.Name}' initializes decoder rows with {lengths}, and {spec.Autoencoder.Architecture.Label} keeps them at 1; use an architecture that lets them change, such as relu with unit_decoder: false"
        );
        return new Problem(position, path, rule);
    }

    /// <summary>The length that an initializer gives decoder rows.</summary>
    /// <param name="initializer">With its options.</param>
    public static double In(ComponentSpec initializer) =>
        initializer.Options.FirstOrDefault(option => option.Key == _option).Value is OptionValue.NumberValue { Item: var scale }
            ? scale
            : 1;
}
