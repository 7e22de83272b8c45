using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Arithmetic on rows, and the batch tensors that they end in.</summary>
internal static class Rows
{
    /// <summary>target += scale * row, element by element: the same bits whatever the vector width.</summary>
    /// <param name="target">At least as long as the row.</param>
    /// <param name="row">Read-only.</param>
    /// <param name="scale">The factor.</param>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> row, float scale)
    {
        var targets = MemoryMarshal.Cast<float, Vector<float>>(target[..row.Length]);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] += rows[i] * scale;
        }

        for (var i = targets.Length * Vector<float>.Count; i < row.Length; i++)
        {
            target[i] += row[i] * scale;
        }
    }

    /// <summary>Whether no value is infinite or NaN.</summary>
    public static bool AreFinite(ReadOnlySpan<float> values)
    {
        // x - x is 0 for a finite x and NaN otherwise, and a sum with NaN stays NaN.
        var (sums, sum) = (Vector<float>.Zero, 0f);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var vector in vectors)
        {
            sums += vector - vector;
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            sum += value - value;
        }

        return sums == Vector<float>.Zero && sum == 0;
    }

    /// <summary>A [rows, width] tensor on the device whose values <paramref name="fill"/> writes, row after row, over zeros.</summary>
    /// <param name="rows">B.</param>
    /// <param name="width">D.</param>
    /// <param name="device">Where the tensor ends; it's filled on the CPU.</param>
    /// <param name="fill">Gets the B * D values.</param>
    /// <exception cref="ArgumentException">The values don't fit in memory that one span can address, 2 GiB.</exception>
    public static Tensor ToTensor(int rows, int width, Device device, Action<Span<float>> fill)
    {
        if ((long)rows * width * sizeof(float) > int.MaxValue)
        {
            throw new ArgumentException($"a batch of {rows} rows of {width} dimensions is above 2 GiB; ask for fewer rows");
        }

        var batch = zeros(rows, width, dtype: ScalarType.Float32, device: CPU);
        try
        {
            fill(MemoryMarshal.Cast<byte, float>(batch.bytes));
        }
        catch
        {
            batch.Dispose();
            throw;
        }

        if (device.type == TorchSharp.DeviceType.CPU)
        {
            return batch;
        }

        using (batch)
        {
            return batch.to(device);
        }
    }
}
