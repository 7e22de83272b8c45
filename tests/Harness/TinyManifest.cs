namespace SparsePlugins.Tests;

/// <summary>A manifest that trains in a moment; a test states the part that it is about.</summary>
internal sealed record TinyManifest
{
    /// <summary>With a threshold, so that its report says how fast it was reached.</summary>
    public static TinyManifest WithThreshold { get; } =
        new() { Steps = "40", Evaluation = "every: 10, data_every: 20, samples: 128, thresholds: [mmcs >= 0.5]" };

    public string Name { get; init; } = "tiny";

    public int Seeds { get; init; } = 2;

    public string Source { get; init; } = "{ use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }";

    /// <summary>Of the ReLU architecture, where <see cref="Autoencoder"/> states no other.</summary>
    public string L1 { get; init; } = "0.06";

    public string? Autoencoder { get; init; }

    public string Steps { get; init; } = "30";

    /// <summary>Further keys of the section <c>training</c>.</summary>
    public string Training { get; init; } = "";

    public string Evaluation { get; init; } = "every: 10, data_every: 20, samples: 100";

    public string Initializers { get; init; } = "[orthogonal, data-sample]";

    public string? Reinitializers { get; init; }

    public string Metrics { get; init; } = "[mmcs, l0, fvu, dead-fraction]";

    /// <summary>Further lines.</summary>
    public string More { get; init; } = "";

    public static implicit operator string(TinyManifest manifest) => manifest.ToString();

    public override string ToString() =>
        $$"""
            name: {{Name}}
            seeds: {{Seeds}}
            source: {{Source}}
            autoencoder: {{Autoencoder ?? $"{{ use: relu, features: 16, with: {{ l1: {L1} }} }}"}}
            training: { steps: {{Steps}}, batch: 32, sample: 64{{(Training.Length > 0 ? ", " : "")}}{{Training}} }
            evaluation: { {{Evaluation}} }
            initializers: {{Initializers}}{{(Reinitializers is null ? "" : "\nreinitializers: ")}}{{Reinitializers}}
            metrics: {{Metrics}}
            {{More}}

            """;
}
