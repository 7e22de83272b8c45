using System.Diagnostics;

namespace SparsePlugins.Cli.Tests;

/// <summary>The package that <c>dotnet pack</c> makes, installed as a tool into a clean folder.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private const long Limit = 60L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Exhaustive")]
    public void An_installed_tool_has_its_plugins_trains_with_the_PyTorch_of_the_active_environment_and_brings_no_libtorch()
    {
        var host = Path.Combine(Repository.Root, "hosts", "SparsePlugins.Cli");
        Finished("dotnet", "pack", host, "--no-build", "-c", Repository.Configuration, "-o", _folder["p"]);
        var package = new FileInfo(Directory.GetFiles(_folder["p"], "SparsePlugins.Tool.*.nupkg").Single());
        Install(_folder["p"]);
        var files = Directory.GetFiles(_folder["tools"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        var torch = Path.Combine(Directory.CreateDirectory(_folder["venv/lib/python3.12/site-packages/torch"]).FullName, "lib");
        Directory.CreateSymbolicLink(torch, BuiltLibTorch());
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);

        var trained = Tool("VIRTUAL_ENV=" + _folder["venv"], "run", manifest, "--out", _folder["out"]);
        var doctor = Tool("VIRTUAL_ENV=" + _folder["venv"], "doctor");
        var without = Tool("VIRTUAL_ENV=" + _folder["tools"], "run", manifest, "--out", _folder["none"]);
        var reported = Tool("VIRTUAL_ENV=", "report", _folder["out"], "--format", "parquet");

        Assert.InRange(package.Length, 1 << 20, Limit);
        Assert.Contains("libLibTorchSharp.so", files);
        Assert.DoesNotContain("libtorch_cpu.so", files);
        Assert.Equal((0, ""), (trained.ExitCode, trained.ExitCode == 0 ? "" : trained.Error));
        Assert.Contains("this is the PyTorch of the active Python environment: VIRTUAL_ENV names ", doctor.Out, StringComparison.Ordinal);
        Assert.Equal(0, reported.ExitCode);
        Assert.NotEqual(0, without.ExitCode);
        Assert.Contains("no libtorch is named (VIRTUAL_ENV names ", without.Error, StringComparison.Ordinal);
    }

    /// <summary>The folder of libtorch that the built command names.</summary>
    private static string BuiltLibTorch() =>
        File.ReadLines(Path.Combine(Repository.Host, "sparse.runtimeconfig.json"))
            .Single(line => line.Contains("\"SparsePlugins.LibTorch\"", StringComparison.Ordinal))
            .Split('"')[3];

    private Answer Tool(string variable, params string[] arguments) =>
        Start("env", ["-u", "SPARSEPLUGINS_LIBTORCH", "-u", "CONDA_PREFIX", variable, _folder["tools/sparse"], .. arguments]);

    /// <summary>Into packages of its own: the cache of the user would keep an older package of the same version.</summary>
    private void Install(string source) =>
        Finished(
            "env",
            "NUGET_PACKAGES=" + _folder["packages"],
            "dotnet",
            "tool",
            "install",
            "SparsePlugins.Tool",
            "--tool-path",
            _folder["tools"],
            "--source",
            source
        );

    private void Finished(string program, params string[] arguments)
    {
        var answer = Start(program, arguments);
        Assert.True(answer.ExitCode == 0, answer.Out + answer.Error);
    }

    private Answer Start(string program, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = _folder[""],
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        return Sparse.Finish(process);
    }
}
