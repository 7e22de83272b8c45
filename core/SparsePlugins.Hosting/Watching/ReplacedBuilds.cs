using SparsePlugins.Execution;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Watching;

/// <summary>Keeps the finished runs of the build that was replaced last in an experiment, as members of their own beside the new ones.</summary>
/// <param name="plan">The plan as it is now.</param>
/// <param name="context">With the plugins as they are now.</param>
/// <param name="store">Where records are.</param>
internal sealed class ReplacedBuilds(Plan plan, RunContext context, RunStore store)
{
    private readonly Dictionary<string, PendingRun> _runs = plan
        .Cohorts.SelectMany(cohort => PendingCohort.Create(cohort, context, store).Runs)
        .DistinctBy(run => run.Key.Id)
        .ToDictionary(run => run.Key.Id);

    /// <summary>The experiment with what the one before had finished with other builds of the same plugins.</summary>
    /// <param name="now">The experiment as the plan gives it.</param>
    /// <param name="before">The one before, with its own old builds; or <see langword="null"/>.</param>
    public ExperimentRecord Keep(ExperimentRecord now, ExperimentRecord? before)
    {
        var old = before is null ? [] : now.Runs.GroupBy(MemberOf).SelectMany(member => OldOf([.. member], before)).ToDictionary();
        return now.WithRuns([.. now.Runs.SelectMany(run => old.TryGetValue(run, out var replaced) ? [run, replaced] : new[] { run })]);
    }

    private static (string, string, string, string) MemberOf(ExperimentRun run) =>
        (run.Setting, run.Architecture, run.Initializer, run.Reinitializer);

    /// <summary>The runs of a member that another build made: of the build replaced just now or, where none of its runs had finished, of the one kept before.</summary>
    private Dictionary<ExperimentRun, ExperimentRun> OldOf(ExperimentRun[] member, ExperimentRecord before)
    {
        var fresh = Pair(
            member,
            run => before.Runs.FirstOrDefault(other => other.Replaced is null && other.Id != run.Id && IsSame(other, run))
        );
        return fresh.Count > 0
            ? fresh
            : Pair(
                member,
                run => before.Runs.FirstOrDefault(other => other.Replaced is not null && other.Id != run.Id && IsSame(other, run))
            );
    }

    private Dictionary<ExperimentRun, ExperimentRun> Pair(ExperimentRun[] member, Func<ExperimentRun, ExperimentRun?> find)
    {
        var pairs = new Dictionary<ExperimentRun, ExperimentRun>();
        foreach (var run in member)
        {
            if (find(run) is { } other && ReplacedBy(run, other.Id) is { } build)
            {
                pairs[run] = run.OfReplaced(other.Id, build);
            }
        }

        return pairs;
    }

    private static bool IsSame(ExperimentRun other, ExperimentRun run) =>
        other.Cohort == run.Cohort && other.Seed == run.Seed && MemberOf(other) == MemberOf(run);

    /// <summary>The build of an old run; <see langword="null"/> if it did not finish, or differs in more than the build.</summary>
    private ReplacedBuild? ReplacedBy(ExperimentRun run, string oldId)
    {
        var (now, old) = (_runs[run.Id], store.TryRead(oldId));
        if (old is null || old.Outcome.IsFailed || old.Spec != now.Key.Spec)
        {
            return null;
        }

        var changed = old
            .Plugins.Where(plugin => now.Key.Plugins.Any(other => other.Name == plugin.Name && other.Sha256 != plugin.Sha256))
            .ToDictionary(plugin => plugin.Name, plugin => plugin.Sha256);
        var architecture = run.Architecture.Length > 0 ? changed.GetValueOrDefault(PluginOf(now.Run.Spec.Autoencoder.Architecture)) : null;
        var initializer = changed.GetValueOrDefault(PluginOf(now.Run.Spec.Initializer));
        var reinitializer = now.Run.Spec.Reinitializer is { } spec ? changed.GetValueOrDefault(PluginOf(spec.Component)) : null;
        return changed.Count == 0 ? null
            : initializer is null && reinitializer is not null ? new ReplacedBuild(ComparedList.Reinitializers, reinitializer)
            : initializer is null && architecture is not null ? new ReplacedBuild(ComparedList.Architectures, architecture)
            : new ReplacedBuild(ComparedList.Initializers, initializer ?? changed.Values.First());
    }

    private string PluginOf(ComponentSpec component) => context.Plugins.Find(component.Kind, component.Name).Plugin.Assemblies[0].Name;
}
