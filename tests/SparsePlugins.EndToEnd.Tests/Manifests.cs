namespace SparsePlugins.EndToEnd.Tests;

/// <summary>Sweeps that train for seconds.</summary>
internal static class Manifests
{
    /// <summary>Few runs that are long enough to be killed often, with all that a checkpoint has to hold.</summary>
    public static string Long =>
        """
            name: long
            seeds: 2
            source: { use: toy-superposition, with: { activation_dim: 32, features: 64, active: 3, decay: 0.99 } }
            autoencoder: { use: relu, features: 64 }
            training: { steps: 1200, batch: 16, sample: 256 }
            evaluation: { every: 20, data_every: 100, samples: 256 }
            initializers: [orthogonal, data-sample]
            reinitializers: [none, { use: worst-points, every: 120, dead_after: 250, warm_up: 20 }]
            metrics: [mmcs, l0, fvu, dead-fraction]
            """;

    /// <summary>The same with a metric that waits where <see cref="Wait"/> is set: a scheduler needs seconds to act, in which the sweep would be done.</summary>
    public static string Slow =>
        Long.Replace("metrics: [", "metrics: [waits, ", StringComparison.Ordinal) + $"\nplugins: [{WaitingFile}]\n";

    /// <summary>The variable with the milliseconds that each evaluation of a run waits; a run has 61.</summary>
    public const string Wait = "SPARSE_TEST_WAIT";

    /// <summary>The file beside the manifest that has the metric.</summary>
    public const string WaitingFile = "waits.cs";

    /// <summary>What is in it.</summary>
    public const string Waiting = $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using SparsePlugins.Contracts;

        /// <summary>Waits.</summary>
        /// <remarks>Source: a test.</remarks>
        [Component("waits")]
        [Measures("waits", Better.Neither, Least = 0, Meaning = "nothing")]
        public sealed class WaitsMetric : IMetric
        {
            public IReadOnlyList<Measurement> Measure(MetricSubject subject)
            {
                Thread.Sleep(int.TryParse(Environment.GetEnvironmentVariable("{{Wait}}"), out var wait) ? wait : 0);
                return [new Measurement("waits", 0, Unit: "", Better.Neither)];
            }
        }
        """;

    /// <summary>64 short runs.</summary>
    public static string Wide =>
        """
            name: wide
            seeds: 16
            source: { use: toy-superposition, with: { activation_dim: 16, features: 32, active: 2 } }
            autoencoder: { use: relu, features: 32 }
            training: { steps: 120, batch: 32, sample: 64 }
            evaluation: { every: 40, data_every: 80, samples: 64 }
            initializers: [orthogonal, data-sample, xavier, svd-sample]
            metrics: [mmcs, fvu]
            """;
}
