using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>A model of the benchmark as SAELens saves one.</summary>
/// <remarks>
/// Source: the persistence of decoderesearch/SAELens, <c>sae_lens/synthetic</c>. Its rates are nominal ones, before children are raised for what parents and
/// siblings take away. Its config file isn't read: all that it says and these files don't is in our options.
/// </remarks>
/// <param name="Directions">[G, D].</param>
/// <param name="Bias">[D].</param>
/// <param name="Rates">[G].</param>
/// <param name="Loadings">[G, R]; R is 0 where firings aren't correlated.</param>
/// <param name="OwnVariance">[G] what the factors leave of the variance 1.</param>
/// <param name="Trees">Its trees.</param>
internal sealed record SynthInstance(
    NumberArray Directions,
    NumberArray Bias,
    NumberArray Rates,
    NumberArray Loadings,
    NumberArray OwnVariance,
    SynthTrees Trees
)
{
    private const string WeightsFile = "synthetic_model.safetensors";
    private const string TreesFile = "hierarchy.json";

    /// <summary>G and D, and how many trees.</summary>
    public SynthSizes Sizes => new((int)Directions.Shape[0], (int)Directions.Shape[1], Trees.Roots);

    /// <summary>Reads the files.</summary>
    /// <param name="files">Among others those two; the second may be missing.</param>
    /// <exception cref="IOException">One can't be read.</exception>
    /// <exception cref="InvalidDataException">One isn't what it should be; the message names it.</exception>
    public static SynthInstance Read(IReadOnlyList<string> files)
    {
        var weights =
            Named(files, WeightsFile)
            ?? throw new InvalidDataException(
                $"synth-sae-bench: instance must name {WeightsFile}, got {string.Join(", ", files)}; type FOLDER/*"
            );
        using var file = new RecordedFile(weights);
        var instance = file.Read(stream => From(stream, SafetensorsHeader.Read(stream)));
        return Named(files, TreesFile) is { } trees ? instance with { Trees = SynthTrees.Read(trees, instance.Sizes.Features) } : instance;
    }

    private static string? Named(IReadOnlyList<string> files, string name) => files.FirstOrDefault(file => Path.GetFileName(file) == name);

    private static SynthInstance From(Stream stream, SafetensorsHeader header)
    {
        var directions = Tensor("feature_vectors", 2);
        var (features, width) = (directions.Shape[0], directions.Shape[1]);
        var correlated = header.Entries.Any(entry => entry.Name == "correlation_factor");
        var loadings = correlated ? Tensor("correlation_factor", 2) : new NumberArray([features, 0], []);
        var own = correlated ? Sized("correlation_diag", features) : new NumberArray([features], [.. Enumerable.Repeat(1f, (int)features)]);
        return loadings.Shape[0] == features
            ? new SynthInstance(directions, Sized("bias", width), Sized("firing_probabilities", features), loadings, own, SynthTrees.None)
            : throw new InvalidDataException($"correlation_factor must have {features} rows, as feature_vectors, has {loadings.Shape[0]}");

        NumberArray Sized(string name, long length)
        {
            var tensor = Tensor(name, 1);
            return tensor.Shape[0] == length
                ? tensor
                : throw new InvalidDataException($"{name} must have {length} numbers, as feature_vectors says, has {tensor.Shape[0]}");
        }

        NumberArray Tensor(string name, int dimensions)
        {
            var entry =
                header.Entries.FirstOrDefault(one => one.Name == name)
                ?? throw new InvalidDataException(
                    $"must hold the tensor {name}, holds {string.Join(", ", header.Entries.Select(one => one.Quoted))}"
                );
            return entry.Shape.Count == dimensions
                ? SafetensorsNumbers.Read(stream, header, entry)
                : throw new InvalidDataException($"{name} must have {dimensions} dimensions, has [{string.Join(", ", entry.Shape)}]");
        }
    }
}
