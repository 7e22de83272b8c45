using SparsePlugins.Conformance;
using SparsePlugins.Sources;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Opens recordings that are refused.</summary>
internal static class RefusedFile
{
    public static void AssertRefused(string message, string file) => Assert.Equal($"{file}: {message}", Refusal(file));

    /// <summary>The sentence with which a file is refused.</summary>
    public static string Refusal(string file) => Assert.Throws<InvalidDataException>(() => Open(file)).Message;

    public static void Open(string file)
    {
        using var context = ToyProblem.Context();
        new RecordedActivationsSource(new() { Files = [file] }).Open(context).Dispose();
    }
}
