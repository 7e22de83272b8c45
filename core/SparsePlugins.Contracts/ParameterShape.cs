using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>What a parameter is to the host.</summary>
public enum ParameterRole
{
    /// <summary>Trained; its first dimension is F, and row f belongs to feature f: a revival replaces the row and clears its moments.</summary>
    FeatureRows,

    /// <summary>Trained; it belongs to no feature.</summary>
    Shared,

    /// <summary>Not trained; evaluation needs it, so weights files hold it.</summary>
    Buffer,

    /// <summary>Not trained, and needed in training alone: checkpoints hold it, weights files don't.</summary>
    TrainingBuffer,
}

/// <summary>A parameter that an architecture asks for.</summary>
/// <param name="Name">In snake_case; unique in the architecture.</param>
/// <param name="Role">What it is to the host.</param>
/// <param name="Size">Its shape.</param>
public sealed record ParameterShape(string Name, ParameterRole Role, IReadOnlyList<long> Size)
{
    /// <summary>The encoder's weight, [F, D].</summary>
    public const string EncoderWeight = "encoder_weight";

    /// <summary>The encoder's bias, [F].</summary>
    public const string EncoderBias = "encoder_bias";

    /// <summary>The decoder's weight, [F, D].</summary>
    public const string DecoderWeight = "decoder_weight";

    /// <summary>The decoder's bias, [D].</summary>
    public const string DecoderBias = "decoder_bias";

    /// <summary>
    /// Every element before the first update, and of a row that a revival replaces. A trained parameter of encoder or decoder has the value that the
    /// initializer or reinitializer gives instead, and so has the encoder's bias where it is a buffer.
    /// </summary>
    public double Initial { get; init; }

    /// <summary>Whether the host scales every row to length 1 after each update; what an initializer or a revival gives is to have it already.</summary>
    public bool UnitRows { get; init; }

    /// <summary>Elements that an update leaves below it are set to it; none where it is <see langword="null"/>.</summary>
    public double? Least { get; init; }

    /// <summary>The type of the elements; a trained parameter is float32.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    /// <summary>The four parameters that initializers give and metrics read; every architecture has them.</summary>
    /// <param name="shape">D and F.</param>
    /// <param name="decoderBias">Whether the decoder bias is trained; otherwise it stays 0.</param>
    /// <param name="unitDecoder">Whether decoder rows keep length 1.</param>
    public static IReadOnlyList<ParameterShape> Standard(DictionaryShape shape, bool decoderBias, bool unitDecoder = true) =>
        [
            new(EncoderWeight, ParameterRole.FeatureRows, [shape.Features, shape.ActivationDim]),
            new(EncoderBias, ParameterRole.FeatureRows, [shape.Features]),
            new(DecoderWeight, ParameterRole.FeatureRows, [shape.Features, shape.ActivationDim]) { UnitRows = unitDecoder },
            new(DecoderBias, decoderBias ? ParameterRole.Shared : ParameterRole.Buffer, [shape.ActivationDim]),
        ];
}
