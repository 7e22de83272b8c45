using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Chooses where a dictionary starts.</summary>
public interface IDictionaryInitializer
{
    /// <summary>The weights before the first update.</summary>
    /// <param name="shape">D and F.</param>
    /// <param name="sample">[N, D] rows of training data, read-only; shared by every run of a cohort.</param>
    /// <param name="context">Device, randomness, cancellation.</param>
    /// <returns>Weights whose decoder rows have length 1, or that of the option <c>decoder_scale</c>; most build them with <see cref="AutoencoderWeights.FromDirections"/>.</returns>
    /// <exception cref="ArgumentException">The sample can't serve this initializer, for instance N &lt; F.</exception>
    AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context);
}

/// <summary>The sizes of a dictionary.</summary>
/// <param name="ActivationDim">D, the width of an activation.</param>
/// <param name="Features">F, the number of dictionary features.</param>
public readonly record struct DictionaryShape(int ActivationDim, int Features);
