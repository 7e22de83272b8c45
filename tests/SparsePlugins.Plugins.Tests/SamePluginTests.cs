namespace SparsePlugins.Plugins.Tests;

/// <summary>A plugin is what its files hold, by whatever path it is found.</summary>
public sealed class SamePluginTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_to_a_folder_of_plugins_brings_nothing_new()
    {
        _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("own", 1)));
        Directory.CreateSymbolicLink(_folder["link"], _folder.Root);

        AssertOne("Own", _folder.Root, _folder["link"]);
    }

    [Fact]
    public void A_copy_with_the_same_content_is_the_same_plugin()
    {
        var image = Compiled.Plugin("Own", Texts.Initializer("own", 1));
        _folder.Add("Own", image);
        Directory.CreateDirectory(_folder["copy/Own"]);
        File.WriteAllBytes(_folder["copy/Own/Own.dll"], image);

        AssertOne("Own", _folder.Root, _folder["copy"]);
    }

    [Fact]
    public void A_copy_of_a_source_file_is_the_same_plugin_under_any_name()
    {
        _folder.Write("noisy.cs", Texts.Initializer("noisy", 1));
        _folder.Write("copy-of-noisy.cs", Texts.Initializer("noisy", 1));
        File.CreateSymbolicLink(_folder["link.cs"], _folder["noisy.cs"]);

        AssertOne("noisy.cs", _folder["noisy.cs"], _folder["copy-of-noisy.cs"], _folder["link.cs"]);
    }

    [Fact]
    public void Two_builds_of_one_plugin_are_a_clash_that_names_both_and_says_to_name_one()
    {
        _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("own", 1)));
        Directory.CreateDirectory(_folder["other/Own"]);
        File.WriteAllBytes(_folder["other/Own/Own.dll"], Compiled.Plugin("Own", Texts.Initializer("own", 2)));

        AssertRefused(
            $"{_folder["other/Own"]}: not loaded: its initializer 'own' has the name of one in {_folder["plugins/Own"]}; they are two builds of one plugin: name only one of them",
            _folder.Root,
            _folder["other"]
        );
    }

    [Fact]
    public void Two_plugins_with_one_name_are_a_clash_that_names_both_and_both_ways_out()
    {
        _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("own", 1)));
        _folder.Write("own.cs", Texts.Initializer("own", 1));

        AssertRefused(
            $"{_folder["own.cs"]}: not loaded: its initializer 'own' has the name of one in {_folder["plugins/Own"]}; use only one of the two, or give one another name in its [Component]",
            _folder.Root,
            _folder["own.cs"]
        );
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_copy_that_becomes_another_build_is_refused_and_comes_back_as_the_same_plugin()
    {
        var (one, two) = (_folder.Write("one.cs", Texts.Initializer("own", 1)), _folder.Write("two.cs", Texts.Initializer("own", 1)));
        using var library = PluginLibrary.Open([one, two]);
        File.WriteAllText(two, Texts.Initializer("own", 2));

        var change = library.Refresh();
        Assert.False(change.ChangesPlugins);
        Assert.Contains($"has the name of one in {one}; ", Assert.Single(change.Refused).Reason, StringComparison.Ordinal);
        File.WriteAllText(two, Texts.Initializer("own", 1));
        Assert.Equal(["one.cs"], library.Refresh().Restored);

        File.WriteAllText(one, Texts.Initializer("own", 3));
        File.WriteAllText(two, Texts.Initializer("own", 3));
        Assert.Single(library.Refresh().Swapped);
        Assert.Empty(library.Current.Refused);
        Assert.Equal("Random directions, number 3.", Assert.Single(library.Current.Components).Schema.Summary);

        File.Delete(one);
        Assert.Equal((0, 0), (library.Refresh().Removed.Count, library.Current.Refused.Count(refused => refused.Place.Path == two)));
        Assert.Single(library.Current.Components);
    }

    [Fact]
    public void An_assembly_is_a_plugin_wherever_its_build_put_it()
    {
        Directory.CreateDirectory(_folder["bin/net10.0"]);
        File.WriteAllBytes(_folder["bin/net10.0/Own.dll"], Compiled.Plugin("Own", Texts.Initializer("own", 1)));
        var manifest = _folder.Write("m.yaml", Texts.Manifest("[own]", "plugins: [bin/net10.0/Own.dll]"));
        using var library = Hosting.Manifests.ManifestPlugins.Open(
            Hosting.Manifests.ManifestText.Read(manifest, []),
            [Repository.HostPlugins],
            trust: null
        );

        Assert.Empty(Training.Load(library.Current, manifest).Result.Problems);
        AssertOne("Own", _folder["bin/net10.0/Own.dll"]);
    }

    [Theory]
    [InlineData("", "it holds no plugin, and the folder in it does; give 'ROOT/plugins'")]
    [InlineData("project", "it is the folder of a project; build it, and give the .dll that the build says it wrote")]
    [InlineData("Own", "it is the folder of a project; give 'ROOT/plugins/Own'")]
    [InlineData("built", "it is the folder of a project; give 'ROOT/built/bin/Release/built.dll'")]
    [InlineData("bin", "it holds assemblies, and none has its name; give the plugin's own .dll")]
    [InlineData("text.txt", "it is no plugin; give a .cs file, a .dll, a folder NAME/ that holds NAME.dll, or a folder of those")]
    public void A_path_that_is_no_plugin_says_what_to_give(string path, string sentence)
    {
        Assert.All(new[] { "project", "Own", "built/bin/Release", "bin" }, folder => Directory.CreateDirectory(_folder[folder]));
        _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("own", 1)));
        Assert.All(new[] { "project/Some", "Own/Own", "built/built" }, name => _folder.Write(name + ".csproj", "<Project />"));
        Assert.All(new[] { "built/bin/Release/built.dll", "bin/Other.dll", "text.txt" }, name => _folder.Write(name, ""));
        var full = Path.TrimEndingDirectorySeparator(_folder[path]);

        var expected = sentence.Replace("ROOT", Path.TrimEndingDirectorySeparator(_folder[""]), StringComparison.Ordinal);
        Assert.Equal(expected, PluginPath.Problem(full));
        Assert.Equal(expected, Load(full));
    }

    /// <summary>Why nothing is loaded.</summary>
    private static string Load(string path)
    {
        try
        {
            using var plugins = PluginSet.Load([path]);
            return Assert.Single(plugins.Refused).Reason;
        }
        catch (DirectoryNotFoundException error)
        {
            return error.Message.Replace($"'{path}': ", "", StringComparison.Ordinal);
        }
    }

    private static void AssertOne(string name, params string[] paths)
    {
        using var plugins = PluginSet.Load(paths);
        Assert.Empty(plugins.Refused);
        var plugin = Assert.Single(plugins.Plugins);
        Assert.Equal((name, paths.Length), (plugin.Name, plugin.Places.Count));
        Assert.Single(plugins.Components);
    }

    private static void AssertRefused(string sentence, params string[] paths)
    {
        using var plugins = PluginSet.Load(paths);
        Assert.Equal(sentence, Assert.Single(plugins.Refused).ToString());
        Assert.Single(plugins.Components);
    }
}
