namespace SparsePlugins.TorchRuntime.Tests;

[Trait("Category", "Long")]
public sealed class WholeProcessTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Eight_processes_that_start_at_once_share_one_fresh_cache()
    {
        var probes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoadProbe.RunAsync(("XDG_CACHE_HOME", temporary.Path))));

        Assert.All(probes, probe => Assert.Equal((0, "512"), (probe.ExitCode, probe.Printed("sum"))));
        var wrapper = Assert.Single(probes.Select(probe => probe.Printed("wrapper")).Distinct());
        // Where the system's libstdc++ is new enough nothing is repaired.
        string[] expected =
            probes[0].Printed("repaired") == "True"
                ? ["libLibTorchSharp.so", "libSparsePluginsScalars.so"]
                : ["libSparsePluginsScalars.so"];
        var cached = Directory.GetFiles(temporary.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(expected, cached.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length == 2, cached.Contains(wrapper));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_done_without()
    {
        var file = temporary.Write("a-file", []);
        var temp = Directory.CreateDirectory(Path.Combine(temporary.Path, "temp")).FullName;

        var probe = await LoadProbe.RunAsync(("XDG_CACHE_HOME", file), ("TMPDIR", temp));

        Assert.Equal("512", probe.Printed("sum"));
        Assert.Empty(Directory.GetDirectories(temp, "sparseplugins-*"));
    }

    [Fact]
    public async Task The_environment_names_a_libtorch_before_the_build_does()
    {
        var probe = await LoadProbe.RunAsync((LibTorchFolder.Variable, LibTorch.Load().Folder));

        Assert.Equal(("512", "Environment"), (probe.Printed("sum"), probe.Printed("origin")));
    }

    [Fact]
    public async Task A_wrong_folder_in_the_environment_is_named_with_the_fix_and_nothing_else_is_tried()
    {
        var probe = await LoadProbe.RunAsync((LibTorchFolder.Variable, temporary.Path));

        Assert.Equal(1, probe.ExitCode);
        Assert.StartsWith($"SPARSEPLUGINS_LIBTORCH names the folder {temporary.Path}, but it has no libtorch_cpu.so; set ", probe.Errors);
        Assert.Equal("", probe.Output);
    }

    [Fact]
    public async Task A_libtorch_that_was_not_copied_whole_is_refused_and_does_not_kill_the_process()
    {
        var folder = LibTorch.Load().Folder;
        foreach (var name in new[] { "libc10.so", "libtorch.so" })
            File.CreateSymbolicLink(Path.Combine(temporary.Path, name), Path.Combine(folder, name));
        using (var whole = File.OpenRead(Path.Combine(folder, LibTorchFolder.Core)))
        {
            var start = new byte[100_000];
            whole.ReadExactly(start);
            temporary.Write(LibTorchFolder.Core, start);
        }

        var probe = await LoadProbe.RunAsync((LibTorchFolder.Variable, temporary.Path));

        Assert.Equal(1, probe.ExitCode);
        Assert.StartsWith($"{temporary.Path}/libtorch_cpu.so can't be used: it is damaged or was not copied whole", probe.Errors);
    }
}
