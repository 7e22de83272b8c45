using System.Text;

namespace SparsePlugins.Planning.Tests;

/// <summary>The manifests of this project, and plans of them.</summary>
internal static class Manifests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "manifests");

    public static byte[] Bytes(string kind, string name) => File.ReadAllBytes(Path.Combine(Folder, kind, name + ".yaml"));

    public static string Good(string name) => Encoding.UTF8.GetString(Bytes("good", name));

    public static IEnumerable<string> Names(string kind) =>
        Directory
            .GetFiles(Path.Combine(Folder, kind), "*.yaml")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);

    public static PlanResult Check(byte[] manifest, params string[] overrides) =>
        ManifestTree.Parse("m.yaml", manifest, overrides).Plan(Components.Catalog);

    public static PlanResult Check(string manifest, params string[] overrides) => Check(Encoding.UTF8.GetBytes(manifest), overrides);

    /// <summary>The plan of a manifest that must be right.</summary>
    public static Plan Plan(string manifest, params string[] overrides)
    {
        var result = Check(manifest, overrides);
        Assert.Empty(result.Problems);
        return Assert.IsType<Plan>(result.Plan);
    }

    /// <summary>Where the manifest asks for an architecture that it compares.</summary>
    public static string PathOf(this Plan plan, string architecture) =>
        plan.Cohorts[0].Runs.First(run => run.Architecture == architecture).Spec.Autoencoder.Architecture.Path;

    /// <summary>The canonical texts of the runs of one architecture, or of all.</summary>
    public static IReadOnlyList<string> Texts(this Plan plan, string? architecture = null) =>
        [
            .. plan
                .Cohorts.SelectMany(cohort => cohort.Runs)
                .Where(run => architecture is null || run.Architecture == architecture)
                .Select(run => Canonical.Render(run.Spec, path => path)),
        ];

    /// <summary>The one problem of a manifest that must have exactly one.</summary>
    public static string Problem(string manifest, params string[] overrides)
    {
        var result = Check(manifest, overrides);
        Assert.Null(result.Plan);
        return Assert.Single(result.Problems).ToString();
    }
}
