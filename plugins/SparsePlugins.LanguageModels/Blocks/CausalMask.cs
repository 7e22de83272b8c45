using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>What is added to attention scores so that a position sees itself and what is before it.</summary>
internal static class CausalMask
{
    /// <summary>The mask: 0 where key j is seen from position i, i - window &lt; j &lt;= i, and -infinity elsewhere.</summary>
    /// <param name="length">T.</param>
    /// <param name="window">How many positions are seen, with the position itself; <see langword="null"/> for all.</param>
    /// <param name="device">Where it is made.</param>
    /// <returns>[T, T]; the caller disposes it.</returns>
    public static Tensor Create(long length, int? window, Device device)
    {
        var mask = new float[length * length];
        for (var i = 0L; i < length; i++)
        {
            var row = mask.AsSpan((int)(i * length), (int)length);
            row[(int)(i + 1)..].Fill(float.NegativeInfinity);
            row[..(int)Math.Max(0, i + 1 - (window ?? length))].Fill(float.NegativeInfinity);
        }

        return tensor(mask, [length, length], device: device);
    }
}
