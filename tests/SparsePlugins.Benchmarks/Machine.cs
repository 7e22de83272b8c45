using System.Globalization;

namespace SparsePlugins.Benchmarks;

/// <summary>The machine, and how fast a step could be on it.</summary>
/// <param name="Cpu">Its model.</param>
/// <param name="VectorBits">What the fused step uses.</param>
/// <param name="PeakGigaflops">Multiply-adds from registers.</param>
/// <param name="TriadGigabytes">From memory.</param>
internal sealed record Machine(string Cpu, int VectorBits, double PeakGigaflops, double TriadGigabytes)
{
    private const long MemoryBytes = 200_000_000;

    /// <summary>Measures the ceilings.</summary>
    public static Machine Measure(int vectorBits) =>
        new(ModelName(), vectorBits, Ceilings.PeakGigaflops(vectorBits), Ceilings.TriadGigabytes(vectorBits, MemoryBytes));

    /// <summary>A line for a person.</summary>
    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Cpu}, one thread, {VectorBits}-bit vectors; measured ceilings: {PeakGigaflops:F0} GFLOP/s, {TriadGigabytes:F1} GB/s from memory (triad)"
        );

    /// <summary>What must be reached of a goal for machines with AVX-512: half; three eighths where vectors have half the length.</summary>
    public double Least(double goal) => goal * (VectorBits >= 512 ? 0.5 : 0.375);

    /// <summary>
    /// The least time of the exact float32 step: the encoder's product, what active codes need (decoding, the gradient of the codes, two rows of gradients),
    /// and Adam, which reads and writes three numbers a parameter as fast as the triad does over as many bytes.
    /// </summary>
    public double LimitMilliseconds(StepCase row, long active)
    {
        var dense = 2.0 * row.Rows * row.Width * row.Features;
        var sparse = 8.0 * active * row.Width;
        var parameters = 2L * row.Width * row.Features;
        var memory = Ceilings.TriadGigabytes(VectorBits, 12 * parameters);
        return (dense + sparse) / PeakGigaflops / 1e6 + 24.0 * parameters / memory / 1e6;
    }

    private static string ModelName() =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]
            : "unknown CPU";
}
