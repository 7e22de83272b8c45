namespace SparsePlugins.Plugins.Tests;

/// <summary>A record names what made its result, and not what lies beside it.</summary>
public sealed class ProvenanceTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Copies_of_what_the_host_lends_are_no_part_of_a_plugin()
    {
        var folder = _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("own", 1)));
        var before = Files();
        File.WriteAllText(Path.Combine(folder, "TorchSharp.dll"), "junk");
        File.WriteAllText(Path.Combine(folder, "SparsePlugins.Contracts.dll"), "junk");
        File.WriteAllText(
            Path.Combine(folder, "Own.deps.json"),
            """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "Own/1.0.0": { "dependencies": { "TorchSharp": "0.107.0" }, "runtime": { "Own.dll": {} } },
                "TorchSharp/0.107.0": { "runtime": { "lib/net8.0/TorchSharp.dll": { "assemblyVersion": "0.107.0.0" } } }
              } },
              "libraries": {
                "Own/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "TorchSharp/0.107.0": { "type": "package", "serviceable": true, "sha512": "sha512-x" }
              }
            }
            """
        );

        using var plugins = PluginSet.Load([_folder.Root]);

        Assert.Empty(plugins.Refused);
        var plugin = Assert.Single(plugins.Plugins);
        Assert.Equal(["Own"], plugin.Assemblies.Select(assembly => assembly.Name));
        Assert.Equal(["Own.deps.json", .. before], plugin.Files.Select(file => file.Path));
        Assert.Equal(["SparsePlugins.Contracts.dll", "TorchSharp.dll"], plugin.Place.NotUsed());
    }

    [Fact]
    public void What_a_plugin_refers_to_is_named_and_what_it_does_not_is_part_of_the_id_alone()
    {
        var folder = _folder.AddBuilt("Fixture.OtherYaml");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "xunit.assert.dll"), Path.Combine(folder, "xunit.assert.dll"));
        using var plugins = PluginSet.Load([_folder.Root]);

        var plugin = Assert.Single(plugins.Plugins);
        Assert.Equal(["Fixture.OtherYaml", "YamlDotNet"], plugin.Assemblies.Select(assembly => assembly.Name));
        Assert.Contains("xunit.assert.dll", plugin.Files.Select(file => file.Path));
    }

    [CFact]
    public void Native_libraries_are_named_where_the_code_imports_them_with_what_they_need()
    {
        var folder = _folder.Add(
            "Own",
            Compiled.Plugin(
                "Own",
                Texts.Initializer(
                    "own",
                    1,
                    "public static class Foo { [System.Runtime.InteropServices.DllImport(\"foo\")] public static extern double foo_factor(); "
                        + "public const string No = \"other\"; public static string Late => \"late\"; }"
                )
            )
        );
        CLibrary.Write(Path.Combine(folder, "libneeded.so"), "double needed(void) { return 1; }");
        CLibrary.Write(
            Path.Combine(folder, "libfoo.so"),
            "double needed(void); double foo_factor(void) { return needed(); }",
            $"-L{folder}",
            "-lneeded"
        );
        CLibrary.WriteFactor(Path.Combine(folder, "liblate.so"), "1");
        CLibrary.WriteFactor(Path.Combine(folder, "libother.so"), "1");
        using var plugins = PluginSet.Load([_folder.Root]);

        Assert.Equal(
            ["Own", "libfoo", "liblate", "libneeded"],
            Assert.Single(plugins.Plugins).Assemblies.Select(assembly => assembly.Name)
        );
    }

    private IReadOnlyList<string> Files()
    {
        using var plugins = PluginSet.Load([_folder.Root]);
        return [.. Assert.Single(plugins.Plugins).Files.Select(file => file.Path)];
    }
}
