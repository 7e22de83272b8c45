using SparsePlugins.Planning;
using SparsePlugins.Records;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Dictionaries;

/// <summary>A dictionary that is measured on the data of a cohort, and the id of that measurement.</summary>
/// <param name="Given">The dictionary.</param>
/// <param name="Cohort">Whose evaluation data it is measured on.</param>
/// <param name="Metrics">What is measured.</param>
/// <param name="Key">What decides the result.</param>
public sealed record PreparedDictionary(GivenDictionary Given, Cohort Cohort, IReadOnlyList<MetricSpec> Metrics, RunKey Key)
{
    /// <summary>Its place in the experiment.</summary>
    public ExperimentRun Place => new(Key.Id, Cohort.Name, "", Cohort.Seed, "", Given.Name, ExperimentRun.NotTrained, replaced: null);

    /// <summary>All of a plan: every dictionary with the data of every cohort.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="context">What they are measured with.</param>
    /// <exception cref="Interchange.InterchangeException">A dictionary can't be read.</exception>
    public static IReadOnlyList<PreparedDictionary> Of(Plan plan, RunContext context)
    {
        var given = plan.Dictionaries.SelectMany(stated => GivenDictionary.Find(stated.Path, context.Files)).ToArray();
        return
        [
            .. given.SelectMany(
                _ => plan.Cohorts,
                (dictionary, cohort) =>
                    new PreparedDictionary(dictionary, cohort, plan.Metrics, KeyOf(dictionary, cohort, plan.Metrics, context))
            ),
        ];
    }

    private static RunKey KeyOf(GivenDictionary given, Cohort cohort, IReadOnlyList<MetricSpec> metrics, RunContext context)
    {
        var architecture = context.Plugins.Find(ComponentKind.Architecture, given.Dictionary.Architecture);
        var others = metrics
            .Select(metric => metric.Component)
            .Prepend(cohort.Source)
            .Select(spec => context.Plugins.Find(spec.Kind, spec.Name));
        string Spec(bool deciding) => Canonical.RenderMeasured(cohort, metrics, given.Content, deciding, context.Files.ContentOf);
        return RunKey.CreateMeasured(
            Spec(deciding: true),
            Spec(deciding: false),
            [.. others.Append(architecture).Select(component => component.Plugin)],
            context
        );
    }
}
