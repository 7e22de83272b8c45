using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Features;

/// <summary>The data that a dictionary is read with.</summary>
/// <param name="Component">The source.</param>
/// <param name="Spec">How a manifest asks for it.</param>
/// <param name="Files">How its paths are resolved.</param>
/// <param name="Seed">Of the run.</param>
public sealed record FeatureSource(Component Component, ComponentSpec Spec, InputFiles Files, long Seed)
{
    /// <summary>Makes it.</summary>
    /// <exception cref="ComponentException">It refuses its options.</exception>
    public IActivationSource Create() => Component.Create<IActivationSource>(Spec, Files);

    /// <summary>A context with the seed that a run opens its source with.</summary>
    /// <param name="stop">Set when the user stops it.</param>
    public ComponentContext CreateContext(CancellationToken stop) => new(CPU, new RandomSeed((ulong)Seed).Derive("source"), stop);

    /// <summary>Rows and columns of the picture that an activation is; empty where it is none.</summary>
    public IReadOnlyList<int> Shape =>
        Spec.Options.FirstOrDefault(option => option.Key == "shape").Value is OptionValue.ListValue list
            ? [.. list.Item.OfType<OptionValue.IntegerValue>().Select(side => (int)side.Item)]
            : [];
}
