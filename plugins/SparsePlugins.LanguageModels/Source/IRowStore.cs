using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>The rows of a split.</summary>
internal interface IRowStore : IDisposable
{
    /// <summary>How many.</summary>
    long Count { get; }

    /// <summary>Some of them, on the CPU.</summary>
    /// <param name="numbers">From 0; any number may come several times.</param>
    /// <returns>[numbers, D] float32.</returns>
    Tensor Select(long[] numbers);
}
