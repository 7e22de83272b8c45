using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="FromWeightsInitializer"/>.</summary>
public sealed record FromWeightsOptions
{
    /// <summary>The weights file of a finished run, <c>weights/ID.safetensors</c>.</summary>
    [Required]
    [InputPath]
    public string File { get; init; } = "";

    /// <summary>
    /// Whether decoder rows keep their lengths; otherwise they have length 1, and encoder rows and biases are multiplied by it: with ReLU codes the
    /// reconstructions stay the same.
    /// </summary>
    [UsedOnlyIf("architecture.unit_decoder", false)]
    public bool KeepLengths { get; init; }
}

/// <summary>
/// A whole autoencoder that was trained before: encoder, decoder and biases of a weights file. Of more features than asked for a random part is taken, without
/// replacement and in the order of the file.
/// </summary>
/// <remarks>
/// Source: none; training that continues from earlier weights is common practice. Departures: of an architecture with parameters besides these four, such as
/// thresholds, the others begin as they always do, as do the moments of the optimizer and a decoder bias that isn't trained. A file with fewer features is
/// refused, since nothing says what encoders of added ones are like. Features whose decoder row is zero or coincides with one before it are passed over.
/// Activations are to be centered and scaled as that run did it.
/// </remarks>
[Component("from-weights")]
public sealed class FromWeightsInitializer(FromWeightsOptions options) : IDictionaryInitializer, IFixedWidthInitializer
{
    private const double Rounding = 1e-6; // Rows that were kept at length 1 stay as they are.

    /// <inheritdoc/>
    public int ActivationDim => new WeightsFile(options.File).Shape.ActivationDim;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The file has fewer than F different features.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var file = new WeightsFile(options.File);
        var decoder = file.Read(ParameterShape.DecoderWeight, context.Device); // [P, D]
        var features = Choose(decoder, shape.Features, context); // [F]
        var rows = decoder.index_select(0, features);
        var lengths = options.KeepLengths ? ones(shape.Features, device: context.Device) : Lengths(rows); // [F]
        return new AutoencoderWeights(
            EncoderWeight: Rows(file, ParameterShape.EncoderWeight) * lengths.unsqueeze(1),
            EncoderBias: Rows(file, ParameterShape.EncoderBias) * lengths,
            DecoderWeight: rows / lengths.unsqueeze(1),
            DecoderBias: file.Read(ParameterShape.DecoderBias, context.Device)
        );

        Tensor Rows(WeightsFile from, string name) => from.Read(name, context.Device).index_select(0, features);
    }

    private static Tensor Choose(Tensor decoder, int features, ComponentContext context)
    {
        var places = Directions.Distinct(decoder); // [Q] ascending
        var count = places.shape[0];
        if (count < features)
        {
            throw new ArgumentException(
                $"from-weights needs {features} different features, and the file has {count} (those whose decoder row is zero or coincides with another one's "
                    + $"don't count): lower autoencoder.features to {count}, or use from-dictionary with fill: true"
            );
        }

        var drawn = randperm(count, device: context.Device, generator: context.Random).narrow(0, 0, features);
        return places.index_select(0, drawn.sort().Values);
    }

    private static Tensor Lengths(Tensor rows)
    {
        var lengths = rows.norm(dim: 1); // [F]
        return where((lengths - 1).abs() < Rounding, ones_like(lengths), lengths);
    }
}
