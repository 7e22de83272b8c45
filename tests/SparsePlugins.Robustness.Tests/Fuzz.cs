using System.Globalization;

namespace SparsePlugins.Robustness.Tests;

/// <summary>How long the fuzzers go on. Always the same seed, so that CI never meets a surprise; <c>SPARSE_FUZZ=100000</c> is the long mode.</summary>
internal static class Fuzz
{
    private const string Variable = "SPARSE_FUZZ";

    /// <summary>Mutations of each kind of file: those of CI, or what the environment variable says.</summary>
    /// <param name="usual">In CI.</param>
    public static int Count(int usual) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } stated
            ? int.Parse(stated, NumberStyles.None, CultureInfo.InvariantCulture)
            : usual;

    /// <summary>Points and rounds of tests that take whole runs: few in CI, <paramref name="many"/> in the long mode.</summary>
    public static int Rounds(int usual, int many) => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? many : usual;
}
