namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>Standard streams that are closed, or can't be written: what is printed is never part of the work, and a result that is lost is reported.</summary>
[Trait("Category", "Long")]
public sealed class StreamTests : IDisposable
{
    private const string Full = "No space left on device";
    private const string Closed = "it is closed";

    private readonly TemporaryFolder _folder = new();
    private readonly string _manifest;

    public StreamTests() => _manifest = _folder.Write("tiny.yaml", Tiny.Manifest);

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData(">/dev/full 2>/dev/full")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData(">&- 2>&- --isolate")]
    public void A_run_that_can_print_nothing_ends_as_one_that_can(string streams)
    {
        var answer = Run($"run '{_manifest}' --out '{_folder["out"]}' --jobs 1 {streams}");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Equal(4, Directory.GetFiles(_folder["out/runs"], "*.json").Length);
        Assert.True(File.Exists(_folder["out/report.md"]));
    }

    [Fact]
    public void An_error_that_can_not_be_printed_keeps_its_exit_code() =>
        Assert.Equal(3, Run($"run '{_folder.Write("wrong.yaml", "name: x")}' 2>/dev/full").ExitCode);

    [Theory]
    [InlineData(">/dev/full", Full)]
    [InlineData(">&-", Closed)]
    public void The_name_of_the_report_is_not_the_result_of_a_run(string streams, string reason)
    {
        var answer = Run($"run '{_manifest}' --out '{_folder["out"]}' --jobs 1 {streams}");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains($"warning: standard output can't be written: {reason}", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run MANIFEST --out OUT --jobs 1 --json >/dev/full", Full)]
    [InlineData("run MANIFEST --out OUT --jobs 1 --json >&-", Closed)]
    [InlineData("validate MANIFEST >&-", Closed)]
    [InlineData("schema >/dev/full", Full)]
    [InlineData("--help >/dev/full", Full)]
    public void A_result_that_can_not_be_written_is_an_error(string command, string reason)
    {
        var answer = Run(
            command.Replace("MANIFEST", $"'{_manifest}'", StringComparison.Ordinal).Replace("OUT", _folder["out"], StringComparison.Ordinal)
        );

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(
            $"error: standard output can't be written: {reason}; redirect it to a file or a program that can take it\n",
            answer.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_reader_that_has_seen_enough_is_no_error() => Assert.Equal(0, Run("components | head -1; exit $?").ExitCode);

    public void Dispose() => _folder.Dispose();

    private static Answer Run(string arguments) => Shell.Run("/bin/sh", "-c", $"'{Shell.Command}' {arguments}").WithoutTrace();
}
