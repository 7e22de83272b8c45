using System.Globalization;

namespace SparsePlugins.EndToEnd.Tests;

/// <summary>How often a test does a thing: few times in CI, more where an environment variable asks for it.</summary>
internal static class Amount
{
    public static int Of(string variable, int inCi) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var asked) ? asked : inCi;
}
