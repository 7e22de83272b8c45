namespace SparsePlugins.Cli.Tests;

internal static class Manifests
{
    /// <summary>Three seeds, so that its report has intervals.</summary>
    public static TinyManifest Tiny { get; } = TinyManifest.WithThreshold with { Seeds = 3 };
}
