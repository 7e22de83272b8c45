using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="PooledInitializer"/>.</summary>
public sealed record PooledOptions : InitializerOptions
{
    /// <summary>The weights files of two or more finished runs, for instance <c>runs/NAME/weights/*.safetensors</c>; their decoder rows are the directions.</summary>
    [Required]
    [InputPath]
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>From this cosine on two rows are the same feature.</summary>
    [Range(0.1, 1.0)]
    [Unit("cosine")]
    public double SameFrom { get; init; } = 0.9;

    /// <summary>In how many of the dictionaries, its own among them, a feature must be found; 1 takes the others as well, after the shared ones.</summary>
    [Range(1, 1000)]
    [Unit("dictionaries")]
    public int SharedBy { get; init; } = 1;

    /// <summary>Adds random directions, uniform on the sphere, where the runs have fewer different features than asked for; otherwise that is refused.</summary>
    public bool Fill { get; init; }
}

/// <summary>
/// The different features of several dictionaries that were trained before, those that most of them share first: a feature that several runs found is more likely
/// one of the data than of a seed.
/// </summary>
/// <remarks>
/// Source: the pooling of unique features of several seeds in arXiv 2606.12138, which reports steadier dictionaries at equal explained variance.
/// Departures: its code isn't public, so the procedure is ours. A row is found in another dictionary where both are each other's nearest row, by cosine, and the
/// cosine is at least <c>same_from</c>. Rows are ranked by the number of dictionaries that they are found in, in random order where it is equal, and one is
/// passed over whose cosine with a row before it is at least <c>same_from</c>: each cluster of matches gives one row, and so does a feature that one run split.
/// Directions alone are taken, as the runs saw their activations; toy data has other features for each seed, so pooling over its seeds means nothing.
/// </remarks>
[Component("pooled")]
public sealed class PooledInitializer : IDictionaryInitializer, IFixedWidthInitializer
{
    private const string Name = "pooled";

    private readonly PooledOptions _options;

    /// <summary>Keeps the options; no file is opened yet.</summary>
    /// <param name="options">Which files.</param>
    /// <exception cref="ArgumentException">Fewer than two files are named, one is named twice, or a feature is to be shared by more dictionaries than there are.</exception>
    public PooledInitializer(PooledOptions options)
    {
        var files = options.Files.Count;
        if (files < 2 || options.Files.Distinct(StringComparer.Ordinal).Count() < files)
        {
            throw new ArgumentException(
                $"{Name}: files must name two or more different weights files, names {files}; from-dictionary takes the rows of one",
                nameof(options.Files)
            );
        }

        if (options.SharedBy > files)
        {
            throw new ArgumentException(
                $"{Name}: shared_by must be at most the {files} files, got {options.SharedBy}; write shared_by: {files} or less",
                nameof(options.SharedBy)
            );
        }

        _options = options;
    }

    /// <inheritdoc/>
    public int ActivationDim
    {
        get
        {
            var widths = _options.Files.Select(file => new WeightsFile(file).Shape.ActivationDim).ToArray();
            var other = Array.FindIndex(widths, width => width != widths[0]);
            return other < 0
                ? widths[0]
                : throw new InvalidDataException(
                    $"{_options.Files[other]}: its directions have width {widths[other]}, and those of {_options.Files[0]} {widths[0]}; pool dictionaries of one width"
                );
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The runs have fewer than F different features, and none may be added.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var dictionaries = _options.Files.Select(file => Rows(file, context.Device)).ToArray(); // Each [F_i, D].
        var counts = RowMatches.CountDictionaries(dictionaries, _options.SameFrom, context.Cancellation); // [P]
        var ranked = Rank(counts, context); // [Q] places
        var rows = cat(dictionaries).index_select(0, ranked); // [Q, D]
        var pool = rows.index_select(0, RowMatches.Different(rows, _options.SameFrom, shape.Features, context.Cancellation));
        return AutoencoderWeights.FromDirections(
            KnownDirections.Take(Name, pool, shape.Features, _options.Fill, context),
            sample,
            _options,
            context
        );
    }

    /// <summary>The rows of a file that are directions, of length 1.</summary>
    private static Tensor Rows(string file, Device device)
    {
        var rows = new WeightsFile(file).Read(ParameterShape.DecoderWeight, device);
        return Directions.Unit(rows.index_select(0, Directions.Distinct(rows)));
    }

    /// <summary>The places of rows that enough dictionaries share, those of most dictionaries first and equal ones in random order.</summary>
    private Tensor Rank(Tensor counts, ComponentContext context)
    {
        var shuffled = randperm(counts.shape[0], device: context.Device, generator: context.Random);
        var numbers = counts.index_select(0, shuffled);
        var places = arange(numbers.shape[0], device: context.Device);
        var order = ((numbers * numbers.shape[0]) - places).argsort(descending: true); // No two are equal.
        var enough = numbers.ge(_options.SharedBy).sum().item<long>();
        return shuffled.index_select(0, order.narrow(0, 0, enough));
    }
}
