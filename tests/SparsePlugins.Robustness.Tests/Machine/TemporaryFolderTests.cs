namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>A TMPDIR that can't be used is named with its value and a fix, by every command that loads plugins, and no plugin is blamed.</summary>
[Trait("Category", "Long")]
public sealed class TemporaryFolderTests : IDisposable
{
    private const int ForOneCopy = 64 << 10;

    private readonly TemporaryFolder _folder = new();
    private readonly string _manifest;

    public TemporaryFolderTests() => _manifest = _folder.Write("tiny.yaml", Tiny.Manifest);

    [Theory]
    [InlineData("run MANIFEST --out OUT")]
    [InlineData("run MANIFEST --out OUT --isolate")]
    [InlineData("watch MANIFEST --out OUT")]
    [InlineData("validate MANIFEST")]
    [InlineData("plan MANIFEST")]
    [InlineData("components")]
    [InlineData("schema")]
    [InlineData("plugin check SHIPPED")]
    public void One_that_does_not_exist_is_named_by_every_command(string command) =>
        AssertNamed(command, _folder["nothing"], "does not exist");

    [Fact]
    public void So_is_a_file() => AssertNamed("schema", _manifest, "is a file");

    [Fact]
    public void So_is_a_relative_path() => AssertNamed("schema", "docs", "is a relative path");

    [SmallDiskFact]
    public void So_is_one_that_is_read_only()
    {
        using var disk = new SmallDisk(1 << 20);
        disk.Remount("ro");

        AssertNamed("schema", disk.Path, "can't be written: Read-only file system");
        AssertNamed("plugin check SHIPPED", disk.Path, "can't be written: Read-only file system");
    }

    [SmallDiskFact]
    public void So_is_one_that_is_full_and_nothing_is_left_in_it()
    {
        using var disk = new SmallDisk(ForOneCopy);

        AssertNamed("validate MANIFEST", disk.Path, "can't be written: No space left on device");
        AssertNamed("run MANIFEST --out OUT --isolate", disk.Path, "can't be written: No space left on device");
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
    }

    [Fact]
    public void The_fix_works() => Assert.Equal(0, Run("schema", Path.GetTempPath()).ExitCode);

    [Fact]
    public void Doctor_reports_it_and_continues()
    {
        var answer = Run("doctor", _folder["nothing"]);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains($"plugins    problem TMPDIR is '{_folder["nothing"]}', which does not exist", answer.Out, StringComparison.Ordinal);
        Assert.Contains("\nlibtorch   ok      2.", answer.Out, StringComparison.Ordinal);
        Assert.Contains("\ndevice     ok      cpu", answer.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertNamed(string command, string value, string reason)
    {
        var answer = Run(command, value);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(
            $"error: TMPDIR is '{value}', which {reason}; set TMPDIR to the absolute path of a folder that can be written",
            answer.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("not loaded", answer.Error, StringComparison.Ordinal);
    }

    private Answer Run(string command, string value)
    {
        var arguments = command
            .Split(' ')
            .Select(word =>
                word switch
                {
                    "MANIFEST" => _manifest,
                    "OUT" => _folder["out"],
                    "SHIPPED" => Path.Combine(Repository.HostPlugins, "SparsePlugins.Metrics"),
                    _ => word,
                }
            );
        return Shell.Run("env", [$"TMPDIR={value}", Shell.Command, .. arguments]).WithoutTrace();
    }
}
