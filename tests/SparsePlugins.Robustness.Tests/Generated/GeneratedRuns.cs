using System.Text.RegularExpressions;
using SparsePlugins.Hosting;
using SparsePlugins.Records;

namespace SparsePlugins.Robustness.Tests.Generated;

/// <summary>An experiment that the schema allows: ten updates on one kind of data after another.</summary>
/// <param name="Architecture">As the manifest states it.</param>
/// <param name="Initializer">As the manifest states it.</param>
/// <param name="Reinitializer">As the manifest states it, or <c>none</c>.</param>
internal sealed partial record GeneratedRuns(string Architecture, string Initializer, string Reinitializer)
{
    /// <summary>Further keys of training.</summary>
    public string Training { get; init; } = "";

    /// <summary>What is wrong with the runs, one line for each; nothing where all is well.</summary>
    /// <param name="sources">The data.</param>
    /// <param name="refused">Called with each manifest that planning refuses.</param>
    public IEnumerable<string> Faults(SixSources sources, Action<string> refused)
    {
        foreach (var (name, source) in SixSources.All)
        {
            var text = Manifest(source, name == "toy" ? "mmcs, " : "");
            using var experiment = Open(sources, text);
            if (experiment.Plan is null)
            {
                refused($"{this} on {name}: {experiment.Manifest.Result.Problems[0]}");
                continue;
            }

            foreach (var record in experiment.Run(new ObservedRun(), default).Records)
            {
                if (Fault(record) is { } fault)
                {
                    yield return $"{this} on {name}: {fault}";
                }
            }
        }
    }

    /// <summary>Whether it can be planned on toy data.</summary>
    public bool IsAccepted(SixSources sources)
    {
        using var experiment = Open(sources, Manifest(SixSources.All["toy"], ""));
        return experiment.Plan is not null;
    }

    public override string ToString() => $"{Architecture} | {Initializer} | {Reinitializer} | {Training}";

    private static string? Fault(RunRecord record) =>
        IsRefused(record) ? null
        : !record.Outcome.IsCompleted ? $"{record.Outcome}: {record.Message}"
        : record.Steps != 10 ? $"{record.Steps} steps"
        : record.Curves.FirstOrDefault(IsUndefined) is { } curve ? $"{curve.Measurement} is {string.Join(", ", curve.Values)}"
        : null;

    /// <summary>An initializer that takes directions from data refuses data of one or two, and says what to use.</summary>
    private static bool IsRefused(RunRecord record) => record.Outcome.IsFailed && Refusal().IsMatch(record.Message);

    /// <summary>FVU has no value where the data has no variance.</summary>
    private static bool IsUndefined(Curve curve) =>
        !curve.Measurement.StartsWith("fvu", StringComparison.Ordinal) && curve.Values.Any(value => !double.IsFinite(value));

    [GeneratedRegex(
        "needs 32 (different directions|left singular vectors).* has [12] .*draws its directions"
            + "|needs a sample that varies; all its rows are equal: use one that draws its directions"
    )]
    private static partial Regex Refusal();

    private static Experiment Open(SixSources sources, string manifest) =>
        new ObservedRun().Open(
            Shipped.Plugins,
            new RunSettings(sources.WriteManifest(manifest))
            {
                Folder = sources.NewFolder(),
                KeepsWeights = false,
                Jobs = 1,
            }
        );

    private string Manifest(string source, string metrics) =>
        $$"""
            name: generated
            seeds: 1
            source: { {{source}} }
            autoencoder: { {{Architecture}}, features: {{SixSources.Features}} }
            training: { steps: 10, batch: 32, sample: 128{{(Training.Length > 0 ? ", " : "")}}{{Training}} }
            evaluation: { every: 5, data_every: 5, samples: 64 }
            initializers: [{ {{Initializer}} }]
            reinitializers: [{{(Reinitializer == "none" ? "none" : $"{{ {Reinitializer}, every: 4, dead_after: 64 }}")}}]
            metrics: [{{metrics}}l0, fvu, dead-fraction]

            """;
}
