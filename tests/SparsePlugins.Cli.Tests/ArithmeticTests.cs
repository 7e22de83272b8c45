using System.Diagnostics;
using SparsePlugins.Records;

namespace SparsePlugins.Cli.Tests;

/// <summary>Whatever the environment makes libtorch and MKL do: one id, one result.</summary>
[Trait("Category", "Long")]
public sealed class ArithmeticTests : IDisposable
{
    private const string Manifest = """
        name: arithmetic
        seeds: 1
        source: { use: toy-superposition, with: { activation_dim: 16, features: 32, active: 2 } }
        autoencoder: { use: top-k, features: 32, with: { k: 4, aux_dead_after: 500 } }
        training: { steps: 30, batch: 64, sample: 256, step: eager }
        evaluation: { every: 10, data_every: 10, samples: 128 }
        initializers: [svd-sample, k-means]
        metrics: [mmcs, fvu]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Under_another_variable_a_run_has_another_id_or_the_same_bytes()
    {
        _folder.Write("arithmetic.yaml", Manifest);
        var usual = RunUnder("usual", "OMP_DYNAMIC", "false");
        var compatible = RunUnder("compatible", "MKL_CBWR", "COMPATIBLE");
        var plain = RunUnder("plain", "ATEN_CPU_CAPABILITY", "default");
        var threads = RunUnder("threads", "OMP_NUM_THREADS", "3");

        Assert.Empty(usual.Keys.Intersect(compatible.Keys));
        Assert.Empty(usual.Keys.Intersect(plain.Keys));
        Assert.Empty(plain.Keys.Intersect(compatible.Keys));
        Assert.Equal(usual, threads); // Ids, and the bytes of records and weights.
        Assert.All(compatible.Values, record => Assert.Contains("; MKL_CBWR=COMPATIBLE; ", record, StringComparison.Ordinal));
        Assert.All(plain.Values, record => Assert.Contains("; kernels DEFAULT; ", record, StringComparison.Ordinal));
    }

    /// <summary>The records by id, without timings; each names the SHA-256 of its weights.</summary>
    private SortedDictionary<string, string> RunUnder(string name, string variable, string value)
    {
        var start = new ProcessStartInfo(
            Path.Combine(Repository.Host, "sparse"),
            ["run", _folder["arithmetic.yaml"], "--out", _folder[name], "--jobs", "1", "--device", "cpu"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var answer = Sparse.Finish(process);
        Assert.True(answer.ExitCode == 0, answer.Error);
        return new(
            Directory
                .GetFiles(Path.Combine(_folder[name], "runs"))
                .ToDictionary(file => Path.GetFileName(file), file => RecordJson.WithoutTimings(File.ReadAllText(file)))
        );
    }
}
