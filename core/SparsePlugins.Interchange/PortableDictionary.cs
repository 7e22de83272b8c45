using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange;

/// <summary>A trained autoencoder outside any run: an architecture of ours with its options and all that its evaluation needs.</summary>
/// <param name="Architecture">The name of the component, for instance <c>jump-relu</c>.</param>
/// <param name="Options">Its options that matter; others have their defaults.</param>
/// <param name="Parameters">By our names; encoder and decoder are [F, D].</param>
/// <param name="Origin">Whose it is.</param>
public sealed record PortableDictionary(
    string Architecture,
    JsonObject Options,
    IReadOnlyDictionary<string, NumberArray> Parameters,
    DictionaryOrigin Origin
)
{
    /// <summary>What is done to each row before encoding.</summary>
    public RowNormalization Normalization { get; init; }

    /// <summary>What is subtracted from every row first, [D]; <see langword="null"/> for nothing.</summary>
    public NumberArray? Center { get; init; }

    /// <summary>What a row is multiplied by after that, [1], [D] or [D, D]; <see langword="null"/> for nothing.</summary>
    public NumberArray? Scale { get; init; }

    /// <summary>The inverse of a scale [D, D].</summary>
    public NumberArray? ScaleInverse { get; init; }

    /// <summary>The option <c>k</c> of architectures that keep so many codes.</summary>
    /// <exception cref="InterchangeException">There is none.</exception>
    public int K =>
        Options["k"] is JsonValue value && value.TryGetValue<int>(out var k) && k > 0
            ? k
            : throw new InterchangeException($"the options of '{Architecture}' must have an integer k of at least 1");

    /// <summary>A parameter that the architecture has besides encoder and decoder.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InterchangeException">The dictionary doesn't bring it.</exception>
    public NumberArray Own(string name) =>
        Parameters.GetValueOrDefault(name)
        ?? throw new InterchangeException($"the dictionary has no '{name}', which '{Architecture}' needs");

    /// <summary>F.</summary>
    public int Features => (int)Parameters[ParameterShape.DecoderWeight].Shape[0];

    /// <summary>D.</summary>
    public int ActivationDim => (int)Parameters[ParameterShape.DecoderWeight].Shape[1];
}
