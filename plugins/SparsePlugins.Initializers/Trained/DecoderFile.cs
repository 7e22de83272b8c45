using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>The decoder of a trained dictionary: of a weights file of ours, or of SAELens, sparsify or dictionary_learning.</summary>
/// <param name="path">The file; nothing is opened yet.</param>
internal sealed class DecoderFile(string path)
{
    /// <summary>[F, D] in SAELens and sparsify, and where dictionary_learning has no linear layer.</summary>
    public const string OfOtherTools = "W_dec";

    /// <summary>[D, F]: the weight of a linear layer of dictionary_learning.</summary>
    private const string OfLinearLayer = "decoder.weight";

    /// <summary>D, from the header alone.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or has no dictionary.</exception>
    public int ActivationDim => (int)(IsTorch ? InTorch(file => WidthIn(file)) : new WeightsFile(path).ShapeOf(NameInSafetensors)[1]);

    private bool IsTorch => Path.GetExtension(path) is ".pt";

    /// <summary>Of ours where it is there, so that messages about other files name what a run writes.</summary>
    private string NameInSafetensors => new WeightsFile(path).Has(OfOtherTools) ? OfOtherTools : ParameterShape.DecoderWeight;

    /// <summary>[F, D] its rows as float32.</summary>
    /// <param name="device">Where they are to lie.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, has no dictionary, or a value isn't finite.</exception>
    public Tensor Read(Device device)
    {
        if (!IsTorch)
        {
            return new WeightsFile(path).Read(NameInSafetensors, device);
        }

        var (name, numbers) = InTorch(file => (NameIn(file), file.ReadTensor(NameIn(file))));
        var rows = tensor(numbers.Values, device: device).reshape([.. numbers.Shape]);
        return isfinite(rows).all().item<bool>()
            ? name == OfLinearLayer
                ? rows.t().contiguous()
                : rows
            : throw new InvalidDataException($"{path}: '{name}' holds a NaN or an infinity: that run diverged; use the weights of another");
    }

    private static long WidthIn(TorchFile file) => file.Tensors[NameIn(file)].Shape[NameIn(file) == OfLinearLayer ? 0 : 1];

    private static string NameIn(TorchFile file) =>
        new[] { OfOtherTools, OfLinearLayer }.FirstOrDefault(name =>
            file.Tensors.TryGetValue(name, out var found) && found.Shape.Count == 2
        )
        ?? throw new InvalidDataException(
            $"has no matrix '{OfOtherTools}' or '{OfLinearLayer}'; name a folder that dictionary_learning wrote"
        );

    private T InTorch<T>(Func<TorchFile, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var file = new TorchFile(stream);
            return read(file);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{path}: {damage.Message}", damage);
        }
    }
}
