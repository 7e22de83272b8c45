using SparsePlugins.Execution.Dictionaries;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Execution;

/// <summary>A plan together with the ids of its runs: which are finished, which are left.</summary>
/// <param name="Experiment">What reports need to know of it.</param>
/// <param name="Pending">The runs without a record, cohort by cohort.</param>
public sealed record PreparedPlan(ExperimentRecord Experiment, IReadOnlyList<PendingCohort> Pending)
{
    /// <summary>The spec of every run by its id.</summary>
    private IReadOnlyDictionary<string, string> Specs { get; init; } = new Dictionary<string, string>();

    /// <summary>Dictionaries that are measured and not trained, without a record.</summary>
    public IReadOnlyList<PreparedDictionary> Dictionaries { get; init; } = [];

    /// <summary>Runs that are left, and dictionaries that are to be measured.</summary>
    public int PendingRuns => Pending.Sum(cohort => cohort.Runs.Count) + Dictionaries.Count;

    /// <summary>Computes the id of every run and looks which have a record that counts.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="manifest">Its manifest's text.</param>
    /// <param name="context">What runs work with.</param>
    /// <param name="store">Where records are.</param>
    /// <param name="fresh">Deletes what is there of its runs, so that all is left.</param>
    /// <exception cref="OperationCanceledException">The user stopped it while input files were hashed.</exception>
    public static PreparedPlan Create(Plan plan, string manifest, RunContext context, RunStore store, bool fresh)
    {
        context.Files.Hash(plan, progress: null, context.Cancellation); // Unless a caller did, who shows how far it is.
        var all = plan.Cohorts.Select(cohort => PendingCohort.Create(cohort, context, store)).ToArray();
        var dictionaries = PreparedDictionary.Of(plan, context);
        if (fresh)
        {
            Array.ForEach(all, cohort => cohort.Runs.ToList().ForEach(run => Forget(run.Key.Id, store)));
            dictionaries.ToList().ForEach(one => Forget(one.Key.Id, store));
        }

        var specs = all.SelectMany(cohort => cohort.Runs)
            .Select(run => run.Key)
            .Concat(dictionaries.Select(one => one.Key))
            .DistinctBy(key => key.Id)
            .ToDictionary(key => key.Id, key => key.Spec);
        var pending = all.Select(cohort => cohort.Where(run => !store.IsFinished(run.Key.Id))).Where(cohort => cohort.Runs.Count > 0);
        return new PreparedPlan(Describe(plan, manifest, all, dictionaries), [.. pending])
        {
            Dictionaries = [.. dictionaries.Where(one => !store.IsFinished(one.Key.Id))],
            Specs = specs,
        };
    }

    /// <summary>Gives the records of finished runs the options of this plan that decide no result, such as how reports show activations.</summary>
    /// <param name="store">Where records are.</param>
    public void RenewSpecs(RunStore store)
    {
        foreach (var (id, spec) in Specs)
        {
            if (store.TryRead(id) is { Outcome.IsFailed: false } record && record.Spec != spec)
            {
                store.Write(record.WithSpec(spec));
            }
        }
    }

    /// <summary>The same plan with some of the runs that are left.</summary>
    /// <param name="ids">Their ids.</param>
    public PreparedPlan Only(IReadOnlyCollection<string> ids) =>
        this with
        {
            Dictionaries = [.. Dictionaries.Where(one => ids.Contains(one.Key.Id))],
            Pending = [.. Pending.Select(cohort => cohort.Where(run => ids.Contains(run.Key.Id))).Where(cohort => cohort.Runs.Count > 0)],
        };

    /// <summary>Deletes what is there of a run, unless another process has claimed it.</summary>
    private static void Forget(string id, RunStore store)
    {
        using var claim = store.Claims.TryClaim(id);
        if (claim is not null)
        {
            store.Delete(id);
        }
    }

    private static ExperimentRecord Describe(
        Plan plan,
        string manifest,
        IEnumerable<PendingCohort> cohorts,
        IEnumerable<PreparedDictionary> dictionaries
    ) =>
        new(
            name: plan.Name,
            manifest: manifest,
            baseline: plan.Baseline.Label,
            baselineList: plan.Baseline.Axis.IsArchitectures ? ComparedList.Architectures
                : plan.Baseline.Axis.IsReinitializers ? ComparedList.Reinitializers
                : ComparedList.Initializers,
            thresholds: [.. plan.Thresholds.Select(one => new ReportThreshold(one.Metric, one.Crossing.IsAtLeast, one.Value))],
            runs:
            [
                .. cohorts.SelectMany(cohort =>
                    cohort.Runs.Select(run => new ExperimentRun(
                        run.Key.Id,
                        cohort.Cohort.Name,
                        run.Run.Setting,
                        cohort.Cohort.Seed,
                        run.Run.Architecture,
                        run.Run.Initializer,
                        run.Run.Reinitializer,
                        replaced: null
                    ))
                ),
                .. dictionaries.Select(one => one.Place),
            ],
            tuning: null,
            settings:
            [
                .. plan
                    .Cohorts.SelectMany(cohort => cohort.Runs)
                    .DistinctBy(run => run.Setting)
                    .Where(run => run.Values.Count > 0)
                    .Select(SettingOf),
            ]
        );

    private static ExperimentSetting SettingOf(PlannedRun run) =>
        new(run.Setting, [.. run.Values.Select(axis => new SettingValue(axis.Key, axis.Value))]);
}
