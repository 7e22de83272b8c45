using System.Diagnostics;
using System.Text.Json;

namespace SparsePlugins.Cli.Tests;

/// <summary>What components print goes to standard error: answers in JSON stay JSON.</summary>
[Trait("Category", "Long")]
public sealed class NoisyPluginTests : IDisposable
{
    private const string Plugin = """
        using SparsePlugins.Contracts;
        using static TorchSharp.torch;

        /// <summary>Options.</summary>
        public sealed record NoisyOptions : InitializerOptions
        {
            /// <summary>Prints when options are made.</summary>
            public NoisyOptions() => Console.WriteLine("noise of options");
        }

        /// <summary>Random directions.</summary>
        /// <remarks>Source: nobody.</remarks>
        [Component("noisy")]
        public sealed class Noisy : IDictionaryInitializer
        {
            private readonly NoisyOptions _options;

            static Noisy() => Console.WriteLine("noise of the class");

            /// <summary>Prints when it is made.</summary>
            public Noisy(NoisyOptions options)
            {
                _options = options;
                Console.Write("noise of the constructor");
            }

            public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
            {
                Console.Out.WriteLine("noise of the call");
                using (var descriptor = Console.OpenStandardOutput())
                {
                    descriptor.Write("noise of native code"u8); // As a library's printf does.
                }

                var thread = new Thread(() => Console.WriteLine("noise of a thread"));
                thread.Start();
                thread.Join();
                var directions = randn(shape.Features, shape.ActivationDim, device: context.Device, generator: context.Random);
                return AutoencoderWeights.FromDirections(directions, sample, _options, context);
            }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("plugin check noisy.cs --json", "noise of a thread")]
    [InlineData("run m.yaml --jobs 1 --json", "noise of a thread", "noise of native code")]
    [InlineData("run m.yaml --isolate --json", "noise of options")]
    [InlineData("validate m.yaml --json", "noise of the constructor")]
    [InlineData("plan m.yaml --json", "noise of the constructor")]
    [InlineData("components noisy --plugins noisy.cs --json", "noise of options")]
    public void Answers_stay_json(string command, params string[] noises)
    {
        _folder.Write("noisy.cs", Plugin);
        _folder.Write("m.yaml", Manifests.Tiny with { Initializers = "[noisy]", More = "plugins: [noisy.cs]" });
        var answer = Sparse.RunIn(_folder.Path, Repository.Host, command.Split(' '));

        Assert.True(answer.ExitCode == 0, answer.Error);
        JsonDocument.Parse(answer.Out).Dispose();
        Assert.All(noises, noise => Assert.Contains(noise, answer.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_compiled_source_is_kept_and_a_damaged_one_is_compiled_again()
    {
        _folder.Write("noisy.cs", Plugin);
        Assert.Equal(0, Components());
        var kept = Assert.Single(Directory.GetFiles(_folder["cache/sparseplugins/compiled"]));
        var (bytes, written) = (File.ReadAllBytes(kept), File.GetLastWriteTimeUtc(kept));
        Assert.Equal(0, Components());
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept)); // Recalled: what is compiled is written.

        File.WriteAllBytes(kept, [.. bytes[..100], (byte)(bytes[100] ^ 1), .. bytes[101..]]);
        Assert.Equal(0, Components());
        Assert.Equal(bytes, File.ReadAllBytes(kept));

        _folder.Write("noisy.cs", Plugin + "// another text");
        Assert.Equal(0, Components());
        Assert.Equal(2, Directory.GetFiles(_folder["cache/sparseplugins/compiled"]).Length);
    }

    [Fact]
    public void Ctrl_C_stops_the_reading_of_large_files_which_is_shown()
    {
        NpyFile.WriteHollow(_folder["large.npy"], rows: 12_500_000_000, columns: 4);
        var source = "source={use: recorded-activations, with: {files: [large.npy]}}";
        var manifest = _folder.Write("m.yaml", Manifests.Tiny with { Initializers = "[orthogonal]" });
        using var process = Sparse.Start(
            _folder.Path,
            Repository.Host,
            "run",
            manifest,
            "--set",
            source,
            "--set",
            "metrics=[l0]",
            "--set",
            "evaluation.thresholds=[l0 <= 1]",
            "--out",
            "o"
        );
        var line = process.StandardError.ReadLine();
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        var answer = Sparse.Finish(process);

        Assert.Matches(@"^reading data: \d+\.\d of 200\.0 GB", line);
        Assert.Equal((75, ""), (answer.ExitCode, answer.Out));
        Assert.Contains("stopped while data was read", answer.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private int Components()
    {
        var start = new ProcessStartInfo(
            Path.Combine(Repository.Host, "sparse"),
            ["components", "noisy", "--plugins", _folder["noisy.cs"], "--json"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_CACHE_HOME"] = _folder["cache"] },
        };
        using var process = Process.Start(start)!;
        return Sparse.Finish(process).ExitCode;
    }
}
