namespace SparsePlugins.Plugins.Tests;

/// <summary>Sources of plugins and manifests.</summary>
internal static class Texts
{
    /// <summary>An initializer whose name is given, and whose directions differ with a number.</summary>
    public static string Initializer(string name, int number, string more = "") =>
        $$"""
            using SparsePlugins.Contracts;
            using static TorchSharp.torch;

            {{more}}

            /// <summary>Random directions, number {{number}}.</summary>
            /// <remarks>Source: nobody.</remarks>
            [Component("{{name}}")]
            public sealed class AnInitializer : IDictionaryInitializer
            {
                public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
                {
                    var (d, f) = shape;
                    var directions = randn(f, d, device: context.Device, generator: context.Random) + {{number}};
                    return AutoencoderWeights.FromDirections(directions, sample, new InitializerOptions(), context);
                }
            }
            """;

    public static string Manifest(string initializers, string more = "", string metrics = "[mmcs]") =>
        $$"""
            name: tiny
            {{more}}
            seeds: 3
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: { use: relu, features: 16, with: { l1: 0.06 } }
            training: { steps: 30, batch: 32, sample: 64 }
            evaluation: { every: 10, data_every: 20, samples: 100 }
            initializers: {{initializers}}
            metrics: {{metrics}}
            """;
}
