namespace SparsePlugins.Cli.Tests;

/// <summary>A manifest that trains in a moment, and one that trains for minutes.</summary>
internal static class TinyManifest
{
    public static string Text(string initializers = "[orthogonal, data-sample]", string steps = "40") =>
        $$"""
            name: tiny
            seeds: 3
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: { use: relu, features: 16 }
            training: { steps: {{steps}}, batch: 32, sample: 64 }
            evaluation: { every: 10, data_every: 20, samples: 128, thresholds: [mmcs >= 0.5] }
            initializers: {{initializers}}
            metrics: [mmcs, l0, fvu, dead-fraction]
            """;
}
