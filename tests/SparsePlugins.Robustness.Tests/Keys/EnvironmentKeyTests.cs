using SparsePlugins.Plugins;
using SparsePlugins.Records;

namespace SparsePlugins.Robustness.Tests.Keys;

/// <summary>Machines, plugins' bytes and data's bytes: what could change a result is in the id, and where it lies is not.</summary>
public sealed class EnvironmentKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Every property of an environment, and whether another value gives other ids. docs/reliability.md says why the last two don't.</summary>
    private static readonly Dictionary<string, (RunEnvironment Other, bool Changes)> Decided = new()
    {
        [nameof(RunEnvironment.Version)] = (With(version: "other"), true),
        [nameof(RunEnvironment.Dotnet)] = (With(dotnet: "other"), true),
        [nameof(RunEnvironment.TorchSharp)] = (With(torchSharp: "other"), true),
        [nameof(RunEnvironment.LibTorch)] = (With(libTorch: "other"), true),
        [nameof(RunEnvironment.VectorBits)] = (With(vectorBits: 256), true),
        [nameof(RunEnvironment.Device)] = (With(device: "other"), true),
        [nameof(RunEnvironment.Threads)] = (With(threads: 2), true),
        [nameof(RunEnvironment.Arithmetic)] = (With(arithmetic: "kernels AVX2"), true),
        [nameof(RunEnvironment.Step)] = (With(step: "other"), false), // The spec decides it: training.step.
        [nameof(RunEnvironment.Os)] = (With(os: "other"), false),
        [nameof(RunEnvironment.Cpu)] = (With(cpu: "other"), false),
    };

    public static TheoryData<string> Properties => [.. typeof(RunEnvironment).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Another_environment_does_to_the_ids_what_was_decided(string property)
    {
        Assert.True(Decided.ContainsKey(property), $"{property} is new: decide here, and in RunKey, whether it changes a result");
        var (other, changes) = Decided[property];

        var (before, after) = (Of(With()), Of(other));

        Assert.Equal(changes ? [] : before.Order(), before.Intersect(after).Order());
    }

    [Fact]
    public void One_changed_byte_of_a_plugin_gives_other_ids_and_another_path_does_not()
    {
        var folders = new[] { "a", "b", "c" }
            .Select(name => Repository.CopyFixturePlugin(Directory.CreateDirectory(_folder[name]).FullName))
            .ToArray();
        ChangeTimestamp(Path.Combine(folders[2], "Fixture.Plugin.dll"));
        var manifest = Tiny.Manifest with { Initializers = "[first-axis]" };

        var ids = folders.Select(folder => WithPlugin(folder, manifest)).ToArray();

        Assert.Equal(ids[0], ids[1]);
        Assert.Empty(ids[0].Intersect(ids[2]));
    }

    [Theory]
    [InlineData("libfast.so", true)]
    [InlineData("Fixture.Plugin.xml", false)]
    public void A_file_beside_the_assembly_counts_unless_only_people_read_it(string name, bool counts)
    {
        var folder = Repository.CopyFixturePlugin(_folder.Path);
        var manifest = Tiny.Manifest with { Initializers = "[first-axis]" };
        var before = WithPlugin(folder, manifest);
        File.AppendAllText(Path.Combine(folder, name), " ");

        Assert.Equal(counts ? [] : before, before.Intersect(WithPlugin(folder, manifest)));
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("table.bin", true)]
    [InlineData("Fixture.Plugin.pdb", false)]
    public void So_it_does_for_tables_and_symbols(string name, bool counts) =>
        A_file_beside_the_assembly_counts_unless_only_people_read_it(name, counts);

    [Fact]
    public void A_plugin_that_takes_no_part_does_not_matter()
    {
        var plugin = Repository.CopyFixturePlugin(_folder.Path);

        Assert.Equal(Ids.Of(Tiny.Manifest).Order(), WithPlugin(plugin, Tiny.Manifest));
    }

    [Fact]
    public void Data_counts_by_its_bytes_and_not_by_its_name_or_place()
    {
        Directory.CreateDirectory(_folder["deep/er"]);
        File.WriteAllBytes(_folder["a.npy"], [1, 2, 3]);
        File.WriteAllBytes(_folder["deep/er/renamed.npy"], [1, 2, 3]);
        File.WriteAllBytes(_folder["changed.npy"], [1, 2, 4]);

        var id = Recorded("a.npy");

        Assert.Equal(id, Recorded("deep/er/renamed.npy"));
        Assert.Equal(id, Recorded("deep/../a.npy"));
        Assert.Equal(id, Recorded(_folder["a.npy"]));
        Assert.Equal(id, Recorded("a*.npy"));
        Assert.NotEqual(id, Recorded("changed.npy"));
        Assert.NotEqual(Recorded("[a.npy, changed.npy]"), Recorded("[changed.npy, a.npy]"));
    }

    private string[] WithPlugin(string folder, string manifest)
    {
        using var plugins = PluginSet.Load([Repository.HostPlugins, folder]);
        Assert.Empty(plugins.Refused);
        return [.. Ids.Of(manifest, plugins, _folder.Path, ObservedRun.Machine).Order(StringComparer.Ordinal)];
    }

    private string Recorded(string files) =>
        Ids.Of(
                $$"""
                name: recorded
                seeds: 1
                source: { use: recorded-activations, with: { files: {{(files.StartsWith('[') ? files : $"'{files}'")}} } }
                autoencoder: { use: relu, features: 16 }
                training: { steps: 10 }
                initializers: [orthogonal]
                metrics: [fvu]

                """,
                Shipped.Plugins,
                _folder.Path,
                ObservedRun.Machine
            )
            .Single();

    private static IReadOnlySet<string> Of(RunEnvironment environment) => Ids.Of(Tiny.Manifest, Shipped.Plugins, ".", environment);

    /// <summary>Changes a byte that nothing reads: a field of the header that says when it was built.</summary>
    private static void ChangeTimestamp(string assembly)
    {
        var bytes = File.ReadAllBytes(assembly);
        bytes[BitConverter.ToInt32(bytes, 0x3C) + 8] ^= 1;
        File.WriteAllBytes(assembly, bytes);
    }

    private static RunEnvironment With(
        string version = "test",
        string dotnet = "10",
        string torchSharp = "0.107",
        string libTorch = "2.10",
        string os = "os",
        string cpu = "cpu",
        int vectorBits = 512,
        string device = "cpu",
        int threads = 1,
        string step = "",
        string arithmetic = ""
    ) => new(version, dotnet, torchSharp, libTorch, os, cpu, vectorBits, device, threads, step, arithmetic);
}
