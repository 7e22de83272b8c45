using System.Globalization;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>A run of a plan, as one of the seeds of its variant.</summary>
/// <param name="Cohort">Its cohort.</param>
/// <param name="Run">The run.</param>
internal sealed record PlannedVariant(Cohort Cohort, PlannedRun Run)
{
    /// <summary>The labels that tell it from other variants, and the swept values.</summary>
    public string Name => Run.Setting.Length > 0 ? $"{Labels}, {Run.Setting}" : Labels;

    private string Labels =>
        string.Join(
            " + ",
            new[] { Run.Architecture, Run.Initializer, Run.Reinitializer == "none" ? "" : Run.Reinitializer }.Where(part => part.Length > 0)
        );

    /// <summary>Equal for the seeds of a variant.</summary>
    public string Key => string.Join('\n', Facts.Prepend(Name));

    /// <summary>What is shown of it besides its name.</summary>
    public IReadOnlyList<string> Facts =>
        [
            Cohort.Source.Label,
            .. Run.Architecture.Length > 0 ? Array.Empty<string>() : [Run.Spec.Autoencoder.Architecture.Label],
            string.Create(CultureInfo.InvariantCulture, $"F {Run.Spec.Autoencoder.Features}"),
            string.Create(CultureInfo.InvariantCulture, $"batches of {Cohort.Batch}"),
            string.Create(CultureInfo.InvariantCulture, $"up to {Run.Spec.Training.Steps} steps"),
        ];
}
