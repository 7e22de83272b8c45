namespace SparsePlugins.Cli.Tests;

/// <summary>Plugins that a manifest brings along, and the lock beside it.</summary>
public sealed class PluginTests : IDisposable
{
    private const string Noisy = """
        using SparsePlugins.Contracts;
        using static TorchSharp.torch;

        /// <summary>Random directions.</summary>
        [Component("noisy")]
        public sealed class NoisyInitializer : IDictionaryInitializer
        {
            public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context) =>
                AutoencoderWeights.FromDirections(
                    randn(shape.Features, shape.ActivationDim, device: context.Device, generator: context.Random),
                    sample,
                    new InitializerOptions(),
                    context
                );
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public PluginTests()
    {
        _folder.Write("noisy.cs", Noisy);
        _folder.Write("m.yaml", Manifests.Tiny with { Initializers = "[orthogonal, noisy]", More = "plugins: noisy.cs" });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public void A_source_file_that_the_manifest_names_runs_from_any_folder()
    {
        var answer = Sparse.Run("run", _folder["m.yaml"], "--out", _folder["out"]);

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("noisy", File.ReadAllText(_folder["out/report.md"]), StringComparison.Ordinal);
        Assert.Equal(0, Sparse.Run("components", "noisy", "--plugins", _folder["noisy.cs"]).ExitCode);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_compile_error_is_a_problem_of_the_manifest_with_exit_code_three()
    {
        _folder.Write("noisy.cs", Noisy.Replace("randn(", "randm(", StringComparison.Ordinal));
        var answer = Here("validate", "m.yaml");

        Assert.Equal(3, answer.ExitCode);
        Assert.Equal(
            [
                "m.yaml:9:10: plugins: noisy.cs(10,13): error CS0103: The name 'randm' does not exist in the current context",
                "  9 | plugins: noisy.cs",
                "    |          ^",
                "1 problem",
            ],
            answer.Error.TrimEnd().Split('\n')
        );
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_locked_experiment_runs_until_a_plugin_changes_and_again_once_it_is_accepted()
    {
        Assert.Equal(0, Here("lock", "m.yaml").ExitCode);
        Assert.Equal(0, Here("run", "m.yaml").ExitCode);
        _folder.Write("noisy.cs", Noisy + "// changed");

        foreach (var command in new[] { "run", "plan" })
        {
            var refused = Here(command, "m.yaml");
            Assert.Equal(4, refused.ExitCode);
            Assert.Contains(
                "; if that is meant, accept it with 'sparse lock m.yaml'",
                Assert.Single(refused.Error.TrimEnd().Split('\n')),
                StringComparison.Ordinal
            );
        }

        Assert.Equal(0, Here("lock", "m.yaml").ExitCode);
        Assert.Equal(0, Here("run", "m.yaml").ExitCode);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_plugin_that_the_manifest_needs_and_the_lock_does_not_list_is_refused()
    {
        _folder.Write("m.yaml", Manifests.Tiny with { Initializers = "[orthogonal]" });
        Assert.Equal(0, Here("lock", "m.yaml").ExitCode);
        Assert.Equal(0, Here("validate", "m.yaml", "--plugins", "noisy.cs").ExitCode);
        _folder.Write("m.yaml", Manifests.Tiny with { Initializers = "[orthogonal, noisy]" });
        var unlisted = Here("validate", "m.yaml", "--plugins", "noisy.cs");

        Assert.Equal(4, unlisted.ExitCode);
        Assert.Contains(
            "m.yaml.lock does not list it; if that is meant, accept it with 'sparse lock m.yaml'",
            unlisted.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(3, Here("validate", "m.yaml").ExitCode); // Nobody has it.
    }

    [Fact]
    public void A_damaged_lock_stops_every_command_with_exit_code_four()
    {
        _folder.Write("m.yaml.lock", "{");
        var answer = Here("validate", "m.yaml");

        Assert.Equal(4, answer.ExitCode);
        Assert.StartsWith("error: m.yaml.lock:1: this lock file is damaged", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void The_compiler_is_not_loaded_where_there_is_nothing_to_compile()
    {
        _folder.Write("m.yaml", Manifests.Tiny with { Steps = "100000000" });
        Assert.Equal(0, CompilersIn(_folder["m.yaml"]));

        _folder.Write("noisy.cs", $"{Noisy}// {Guid.NewGuid()}"); // One that nobody compiled before: those are remembered.
        _folder.Write("m.yaml", Manifests.Tiny with { Initializers = "[noisy]", Steps = "100000000", More = "plugins: [noisy.cs]" });
        Assert.NotEqual(0, CompilersIn(_folder["m.yaml"])); // So that the first figure means something.
    }

    [Fact]
    [Trait("Category", "Long")]
    public void What_a_killed_command_left_in_the_temporary_folder_the_next_one_deletes()
    {
        _folder.Write("m.yaml", Manifests.Tiny with { Steps = "100000000" });
        using var process = Sparse.Start(_folder.Path, Repository.Host, "run", "m.yaml");
        Assert.Contains("to train on", process.StandardError.ReadLine(), StringComparison.Ordinal);
        var copies = File.ReadLines($"/proc/{process.Id}/maps")
            .First(line => line.Contains("sparseplugins-loaded-", StringComparison.Ordinal));
        var folder = copies[copies.IndexOf('/')..copies.IndexOf('/', copies.IndexOf("sparseplugins-loaded-", StringComparison.Ordinal))];
        Sparse.Run("components", "noisy", "--plugins", _folder["noisy.cs"]);
        Assert.True(Directory.Exists(folder)); // It is in use.
        process.Kill();
        process.WaitForExit();
        Sparse.Run("components", "noisy", "--plugins", _folder["noisy.cs"]);

        Assert.False(Directory.Exists(folder));
    }

    /// <summary>How often the compiler's assemblies are mapped into a command that is training.</summary>
    private int CompilersIn(string manifest)
    {
        using var process = Sparse.Start(_folder.Path, Repository.Host, "run", manifest, "--out", _folder["endless"], "--fresh");
        try
        {
            Assert.Contains("to train on", process.StandardError.ReadLine(), StringComparison.Ordinal);
            return File.ReadLines($"/proc/{process.Id}/maps")
                .Count(line => line.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private Answer Here(params string[] arguments) => Sparse.RunIn(_folder.Path, Repository.Host, arguments);
}
