namespace SparsePlugins.Records.Tests;

/// <summary>Texts as versions before checksums wrote them, so that a test may change one.</summary>
internal static class Unsealed
{
    public static string Of(string text) => text[..text.LastIndexOf(",\n  \"checksum\"", StringComparison.Ordinal)] + "\n}\n";
}
