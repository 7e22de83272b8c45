namespace SparsePlugins.Hosting.Tests;

/// <summary>Small manifests that train in a moment.</summary>
internal static class Manifests
{
    public static string Tiny(
        string initializers = "[orthogonal, data-sample]",
        string more = "",
        string autoencoder = "{ use: relu, features: 16, with: { l1: 0.06 } }",
        string training = ""
    ) =>
        $$"""
            name: tiny
            seeds: 2
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: {{autoencoder}}
            training: { steps: 30, batch: 32, sample: 64{{(training.Length > 0 ? ", " : "")}}{{training}} }
            evaluation: { every: 10, data_every: 20, samples: 100 }
            initializers: {{initializers}}
            metrics: [mmcs, l0, fvu, dead-fraction]
            {{more}}
            """;
}
