using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace ComponentNamePlugin;

/// <summary>Settings of <see cref="ComponentNameSource"/>.</summary>
/// <remarks>Each property is an option: Features is written `features` in a manifest, its first value is the default, the summary the help.</remarks>
public sealed record ComponentNameOptions
{
    /// <summary>D, the width of an activation.</summary>
    [Range(2, 65536)]
    public int ActivationDim { get; init; } = 32;

    /// <summary>G, the number of true features.</summary>
    [Range(1, 1048576)]
    public int Features { get; init; } = 64;

    /// <summary>Standard deviation of the noise that is added to each coordinate.</summary>
    [Range(0.0, 10.0)]
    public double Noise { get; init; } = 0.01;
}

/// <summary>Two features at a time, chosen evenly, with strengths between 0 and 1, and noise.</summary>
/// <remarks>
/// Source: the example of `sparse plugin new`. Departures: none.
/// IGroundTruth is for a source that knows its features; one that doesn't leaves it and Reveal out.
/// </remarks>
[Component("component-name")]
public sealed class ComponentNameSource(ComponentNameOptions options) : IActivationSource, IGroundTruth
{
    /// <inheritdoc/>
    public int ActivationDim => options.ActivationDim;

    /// <inheritdoc/>
    public IActivationStream Open(ComponentContext context) => new Stream(options, context);

    /// <inheritdoc/>
    public GroundTruth Reveal(ComponentContext context)
    {
        var probability = 1 - Math.Pow(1 - 1.0 / options.Features, 2);
        return new GroundTruth(TrueFeatures(options, context), full(options.Features, probability, device: context.Device));
    }

    // The same for Open and Reveal, because a derived stream depends on the seed and its name alone.
    private static Tensor TrueFeatures(ComponentNameOptions options, ComponentContext context)
    {
        // A source is not called in a dispose scope of the host: it opens its own, and moves what it returns out of it.
        using var scope = NewDisposeScope();
        using var own = context.Derive("features");
        var rows = randn(options.Features, options.ActivationDim, device: own.Device, generator: own.Random); // [G, D]
        return (rows / rows.norm(dim: 1, keepdim: true)).MoveToOuterDisposeScope();
    }

    private sealed class Stream(ComponentNameOptions options, ComponentContext context) : IActivationStream
    {
        private readonly Tensor _features = TrueFeatures(options, context);

        /// <summary>It never repeats; a source that reads files says how many rows a split has.</summary>
        public long? RowCount(DataSplit split) => null;

        /// <summary>Depends on seed, split, number and row count alone, never on what was asked before.</summary>
        public Tensor Batch(DataSplit split, long index, int rows)
        {
            using var scope = NewDisposeScope();
            using var own = context.Derive($"{split}/{index}");

            // Your idea goes here: [B, D], float32, on own.Device.
            var active = randint(options.Features, [2L * rows], device: own.Device, generator: own.Random); // [2B]
            var strengths = rand(2L * rows, 1, device: own.Device, generator: own.Random); // [2B, 1]
            var parts = _features.index_select(0, active) * strengths; // [2B, D]
            var noise = randn(rows, options.ActivationDim, device: own.Device, generator: own.Random) * options.Noise;
            return (parts[..rows] + parts[rows..] + noise).MoveToOuterDisposeScope();
        }

        public void Dispose() => _features.Dispose();
    }
}
