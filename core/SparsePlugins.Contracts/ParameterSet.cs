using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>The parameters of an autoencoder, by name.</summary>
/// <param name="entries">In the order of <see cref="IArchitecture.Parameters"/>; the four of <see cref="ParameterShape.Standard"/> among them.</param>
public sealed class ParameterSet(IReadOnlyList<NamedParameter> entries)
{
    /// <summary>All of them, in the architecture's order.</summary>
    public IReadOnlyList<NamedParameter> Entries { get; } = entries;

    /// <summary>The parameter of a name.</summary>
    /// <param name="name">As in <see cref="ParameterShape"/>.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public Tensor this[string name] => Find(name).Value;

    /// <summary>Encoder and decoder, not copied.</summary>
    public AutoencoderWeights Weights =>
        new(
            this[ParameterShape.EncoderWeight],
            this[ParameterShape.EncoderBias],
            this[ParameterShape.DecoderWeight],
            this[ParameterShape.DecoderBias]
        );

    private bool HasDecoderBias => Find(ParameterShape.DecoderBias).Role == ParameterRole.Shared;

    /// <summary>(x - b_dec) W_enc^T + b_enc; without the decoder bias where it isn't trained.</summary>
    /// <param name="input">[B, D] x.</param>
    /// <returns>[B, F].</returns>
    public Tensor PreActivations(Tensor input)
    {
        var centred = HasDecoderBias ? input - this[ParameterShape.DecoderBias] : input;
        return addmm(this[ParameterShape.EncoderBias], centred, this[ParameterShape.EncoderWeight].t(), beta: 1, alpha: 1);
    }

    /// <summary>codes W_dec + b_dec; without the decoder bias where it isn't trained.</summary>
    /// <param name="codes">[B, F].</param>
    /// <returns>[B, D] x_hat.</returns>
    public Tensor Decode(Tensor codes) =>
        HasDecoderBias
            ? addmm(this[ParameterShape.DecoderBias], codes, this[ParameterShape.DecoderWeight], beta: 1, alpha: 1)
            : codes.mm(this[ParameterShape.DecoderWeight]);

    /// <summary>The autoencoder of some features alone: their rows of every parameter that has rows for features, and the others as they are.</summary>
    /// <param name="features">[K] int64.</param>
    public ParameterSet Select(Tensor features) =>
        new([
            .. Entries.Select(entry =>
                entry.Role == ParameterRole.FeatureRows ? entry with { Value = entry.Value.index_select(0, features) } : entry
            ),
        ]);

    private NamedParameter Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new KeyNotFoundException(
            $"no parameter named '{name}'; there are {string.Join(", ", Entries.Select(entry => entry.Name))}"
        );
}

/// <summary>A parameter of an autoencoder.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="Role">What it is to the host.</param>
/// <param name="Value">Its tensor.</param>
public sealed record NamedParameter(string Name, ParameterRole Role, Tensor Value)
{
    /// <summary>Whether the host keeps its rows at length 1.</summary>
    public bool UnitRows { get; init; }
}
