using SparsePlugins.Hosting.Manifests;

namespace SparsePlugins.Plugins.Tests;

/// <summary>Plugins that are one source file.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_in_a_plugins_folder_is_a_plugin()
    {
        var text = Texts.Initializer("noisy", 1);
        _folder.Write("plugins/noisy.cs", text);
        using var plugins = PluginSet.Load([_folder.Root]);

        var plugin = Assert.Single(plugins.Plugins);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Equal(("noisy.cs", "source", hash), (plugin.Name, plugin.Version, plugin.Sha256));
        var schema = Assert.Single(plugin.Components).Schema;
        Assert.Equal(("noisy", "Random directions, number 1.", "nobody."), (schema.Name, schema.Summary, schema.Citation));
    }

    [Fact]
    public void Editors_files_and_sources_of_projects_are_no_plugins()
    {
        _folder.Write("plugins/.#noisy.cs", "not ours");
        Assert.Contains("it holds no plugin", Assert.Single(PluginSet.Load([_folder.Root]).Refused).Reason, StringComparison.Ordinal);

        _folder.Write("plugins/noisy.cs", Texts.Initializer("noisy", 1));
        _folder.Write("plugins/Noisy.csproj", "<Project />");
        Assert.Contains(
            "it is the folder of a project; build it,",
            Assert.Single(PluginSet.Load([_folder.Root]).Refused).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_manifest_brings_its_plugin_along_and_the_record_names_it()
    {
        _folder.Write("noisy.cs", Texts.Initializer("noisy", 1));
        var manifest = _folder.Write("m.yaml", Texts.Manifest("[noisy]", "plugins: [noisy.cs]"));
        using var library = Open(manifest);
        var records = Training.Run(library.Current, manifest, _folder["out"]);

        Assert.Equal(3, records.Count);
        Assert.All(
            records,
            record =>
            {
                Assert.Equal("", record.Message);
                var source = Assert.Single(record.Plugins, plugin => plugin.Name == "noisy.cs");
                Assert.Equal(
                    ("source", library.Current.Plugins.Single(plugin => plugin.Name == "noisy.cs").Sha256),
                    (source.Version, source.Sha256)
                );
            }
        );
    }

    [Fact]
    public void Every_one_of_the_first_ten_errors_of_the_compiler_stands_at_the_place_in_the_manifest()
    {
        _folder.Write("noisy.cs", string.Concat(Enumerable.Range(0, 12).Select(i => $"class C{i} : Missing{i} {{ }}\n")));
        var manifest = _folder.Write("m.yaml", Texts.Manifest("[noisy]", "plugins: [noisy.cs]"));
        using var library = Open(manifest);
        var problems = Training.Load(library.Current, manifest).Result.Problems;

        Assert.Equal(10, problems.Count);
        Assert.Equal(
            $"{manifest}:2:11: plugins[0]: noisy.cs(1,12): error CS0246: The type or namespace name 'Missing0' could not be found (are you missing a using directive or an assembly reference?)",
            problems[0].ToString()
        );
        Assert.StartsWith("noisy.cs(10,12): error CS0246", problems[9].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "missing.cs",
        "not loaded: there is no such file or folder; give a .cs file, a .dll, a folder NAME/ that holds NAME.dll, or a folder of those"
    )]
    [InlineData(
        "nothing",
        "not loaded: it holds no plugin; give a .cs file, a .dll, a folder NAME/ that holds NAME.dll, or a folder of those"
    )]
    public void A_plugin_that_is_not_there_is_a_problem_at_its_place(string path, string rule)
    {
        Directory.CreateDirectory(_folder["nothing"]);
        var manifest = _folder.Write("m.yaml", Texts.Manifest("[orthogonal]", $"plugins: [{path}]"));
        using var library = Open(manifest);

        Assert.Equal(
            $"{manifest}:2:11: plugins[0]: {_folder[path]}: {rule}",
            Assert.Single(Training.Load(library.Current, manifest).Result.Problems).ToString()
        );
    }

    [Fact]
    public void Where_the_plugin_lies_does_not_enter_the_id_but_its_text_does()
    {
        Directory.CreateDirectory(_folder["elsewhere"]);
        _folder.Write("noisy.cs", Texts.Initializer("noisy", 1));
        _folder.Write("elsewhere/noisy.cs", Texts.Initializer("noisy", 1));
        var here = Ids("plugins: [noisy.cs]");

        Assert.Equal(here, Ids("plugins: [elsewhere/noisy.cs]"));
        _folder.Write("noisy.cs", Texts.Initializer("noisy", 1) + "// the same, and yet another text");
        Assert.Empty(here.Intersect(Ids("plugins: [noisy.cs]")));
    }

    [Fact]
    public void A_file_is_swapped_like_a_folder()
    {
        var file = _folder.Write("plugins/noisy.cs", Texts.Initializer("noisy", 1));
        using var library = PluginLibrary.Open([file]);
        File.WriteAllText(file, Texts.Initializer("noisy", 2));
        Assert.Single(library.Refresh().Swapped);

        File.WriteAllText(file, "no C#");
        var refused = Assert.Single(library.Refresh().Refused);
        Assert.True(refused.OldBuildStays);
        Assert.StartsWith("noisy.cs(1,", refused.Errors[0], StringComparison.Ordinal);
        Assert.Equal("Random directions, number 2.", Assert.Single(library.Current.Components).Schema.Summary);
    }

    private IReadOnlyList<string> Ids(string plugins)
    {
        var manifest = _folder.Write("m.yaml", Texts.Manifest("[noisy]", plugins));
        using var library = Open(manifest);
        return [.. Training.Run(library.Current, manifest, _folder["out"]).Select(record => record.Id)];
    }

    private static PluginLibrary Open(string manifest) =>
        ManifestPlugins.Open(ManifestText.Read(manifest, []), [Repository.HostPlugins], PluginLock.ReadBeside(manifest));
}
