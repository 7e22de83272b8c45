namespace SparsePlugins.Cli.Tests;

/// <summary>What <c>sparse watch</c> sees, and what it says of it.</summary>
public sealed class WatchWordsTests : IDisposable
{
    private const string Finished = "2 of 2 runs are finished; waiting";

    private readonly TemporaryFolder _folder = new();

    public WatchWordsTests() => Directory.CreateDirectory(_folder["real"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public void It_follows_links_and_names_its_folder_at_once()
    {
        Write("0.5");
        File.WriteAllText(_folder["real/m.yaml"], Manifest("seeds: 1"));
        File.CreateSymbolicLink(_folder["noisy.cs"], "real/noisy.cs");
        File.CreateSymbolicLink(_folder["m.yaml"], "real/m.yaml");
        using var watch = new WatchedProcess(_folder.Path, "m.yaml", "out");
        watch.AwaitSaid($"watching m.yaml: results go into {_folder["out"]}");
        watch.AwaitSaid(Finished);

        File.AppendAllText(_folder["real/noisy.cs"], "// more");
        watch.AwaitSaid("noisy.cs changed (");
        File.WriteAllText(_folder["real/m.yaml"], Manifest("seeds: 2"));
        watch.AwaitSaid("m.yaml changed: 2 of 4 runs are stale");
        watch.AwaitSaid("4 of 4 runs are finished; waiting");
        watch.Stop(0);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void It_says_where_a_component_threw_that_a_fault_is_gone_and_what_has_a_record_is_not_stale()
    {
        Write("0.5");
        _folder.Write("m.yaml", Manifest("seeds: 1", "real/noisy.cs"));
        using var watch = new WatchedProcess(_folder.Path, "m.yaml", "out");
        watch.AwaitSaid(Finished);

        Write("0.5 +");
        watch.AwaitSaid("noisy.cs: not loaded: it does not compile");
        Write("0.5");
        watch.AwaitSaid("noisy.cs is as it was; its build is in use");
        Write("d / (f - f)");
        watch.AwaitSaid("Attempted to divide by zero. (noisy.cs:11)");
        watch.AwaitSaid("1 of 2 runs are finished, 1 failed; waiting");
        watch.Clear();
        Write("0.5");
        watch.AwaitSaid("noisy.cs changed (");
        watch.AwaitSaid("): 0 of 2 runs are stale");
        watch.AwaitSaid(Finished);
        watch.Stop(0);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Old_builds_that_stay_in_memory_are_reported_once_with_what_is_known_to_keep_them()
    {
        static string Serialized(int value) => $"System.Text.Json.JsonSerializer.Serialize(new Kept({value})).Length / 100.0";
        _folder.Write("m.yaml", Manifest("seeds: 1", "real/noisy.cs"));
        Write(Serialized(1));
        using var watch = new WatchedProcess(_folder.Path, "m.yaml", "out");
        watch.AwaitSaid(Finished);
        foreach (var edit in Enumerable.Range(2, 4))
        {
            var before = watch.Said.Count;
            Write(Serialized(edit));
            watch.Await(() => watch.Said.Skip(before).Any(line => line.Contains(Finished, StringComparison.Ordinal)));
        }

        watch.AwaitSaid(
            "warning: an old build of noisy.cs can't be unloaded: something still refers to it, such as System.Text.Json, which keeps"
        );
        watch.Stop(0);
        Assert.Single(watch.Said, line => line.Contains("can't be unloaded", StringComparison.Ordinal));
    }

    private static string Manifest(string seeds, string plugin = "noisy.cs") =>
        $$"""
            name: watched
            plugins: [{{plugin}}]
            {{seeds}}
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: { use: relu, features: 16 }
            training: { steps: 20, batch: 32, sample: 64 }
            evaluation: { every: 10, samples: 64 }
            initializers: [orthogonal, noisy]
            metrics: [mmcs]
            """;

    private void Write(string noise) =>
        File.WriteAllText(
            _folder["real/noisy.cs"],
            $$"""
            using SparsePlugins.Contracts;
            using static TorchSharp.torch;

            /// <summary>Points of the sample, with noise.</summary>
            [Component("noisy")]
            public sealed class Noisy(InitializerOptions options) : IDictionaryInitializer
            {
                public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
                {
                    var (d, f) = shape;
                    var scale = {{noise}};
                    var noise = randn(f, d, device: context.Device, generator: context.Random) * scale;
                    return AutoencoderWeights.FromDirections(sample[..f] + noise, sample, options, context);
                }
            }

            public sealed record Kept(int Number);
            """
        );
}
