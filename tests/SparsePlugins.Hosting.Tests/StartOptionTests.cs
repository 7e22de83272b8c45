namespace SparsePlugins.Hosting.Tests;

/// <summary>What of an initializer does not go with an architecture is refused before anything is trained.</summary>
public sealed class StartOptionTests : IDisposable
{
    private const string Free = "{ use: relu, features: 16, with: { unit_decoder: false } }";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("active-subspace-search", "{}")]
    [InlineData("anthropic-january-2025", "{ active: 4 }")]
    public void Rows_with_lengths_of_their_own_are_refused_where_they_are_kept_at_1(string initializer, string options)
    {
        var initializers = $"[{{ use: {initializer}, with: {options} }}]";
        var problem = Assert.Single(_bench.Load(new TinyManifest { Initializers = initializers }).Result.Problems);
        Assert.StartsWith(
            $"'{initializer}' initializes decoder rows with lengths of its own, and relu",
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "keeps them at 1; use an architecture that lets them change, such as relu with unit_decoder: false",
            problem.Message,
            StringComparison.Ordinal
        );

        _bench.Run(
            new TinyManifest
            {
                Initializers = initializers,
                Autoencoder = Free,
                Seeds = 1,
            }
        );
        Assert.Equal("completed", Assert.Single(_bench.Ended).Outcome.ToString(), ignoreCase: true);
    }

    [Fact]
    public void Alignment_is_refused_where_rows_have_length_1_already()
    {
        Assert.Contains("align", Problem("{ encoder: tied, align: true }", autoencoder: null), StringComparison.Ordinal);
        Assert.Contains("align", Problem("{ encoder: tied, align: true }", Free), StringComparison.Ordinal);
        Assert.Contains("align", Problem("{ align: true, decoder_scale: 0.1 }", Free), StringComparison.Ordinal);
        Assert.Contains(
            "encoder_scale",
            Problem("{ encoder: tied, align: true, decoder_scale: 0.1, encoder_scale: 2 }", Free),
            StringComparison.Ordinal
        );

        var aligned = new TinyManifest
        {
            Initializers = "[{ use: orthogonal, with: { encoder: tied, align: true, decoder_scale: 0.1 } }]",
            Autoencoder = Free,
        };
        Assert.Empty(_bench.Load(aligned).Result.Problems);
    }

    private string Problem(string options, string? autoencoder)
    {
        var manifest = new TinyManifest { Initializers = $"[{{ use: orthogonal, with: {options} }}]", Autoencoder = autoencoder };
        var problem = Assert.Single(_bench.Load(manifest).Result.Problems);
        return $"{problem.Path}: {problem.Message}";
    }
}
