using SparsePlugins.Contracts;
using SparsePlugins.Execution.Data;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Looks at the data of a manifest's sources: each distinct source once.</summary>
/// <param name="known">What another process found: then none looks again; or <see langword="null"/>.</param>
/// <param name="progress">Reported to while rows are read; may be <see langword="null"/>.</param>
/// <param name="cancellation">Set when the user stops the command.</param>
internal sealed class SourceProbe(DataSurveys? known, IProgress<SurveyProgress>? progress, CancellationToken cancellation)
{
    private readonly SurveyMemory _memory = SurveyMemory.OfUser();
    private readonly Dictionary<string, DataSurvey> _found = new(known?.ByLabel ?? DataSurveys.None.ByLabel);

    /// <summary>What was found, by the source's label.</summary>
    public DataSurveys Surveys => new(_found);

    /// <summary>What is wrong with a source's data, where its files are named.</summary>
    /// <param name="component">The source's component.</param>
    /// <param name="spec">How the manifest asks for it.</param>
    /// <param name="source">It.</param>
    /// <param name="files">Gives the files that it reads.</param>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public IReadOnlyList<Problem> Problems(Component component, ComponentSpec spec, IActivationSource source, InputFiles files)
    {
        try
        {
            _ = ComponentException.Guard(component, () => source.ActivationDim);
            return known is null && source is ISurveyedSource surveyed
                ?
                [
                    .. Survey(component, spec, surveyed, files)
                        .Faults.Select(fault => At(component, spec, $"{component.FullName}: {fault}")),
                ]
                : [];
        }
        catch (ComponentException failure)
        {
            return [At(component, spec, failure.Message)];
        }
    }

    /// <summary>What is allowed in a plan's data, but should be known.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="find">Gives the component of a source.</param>
    public IReadOnlyList<Problem> Notes(Plan plan, Func<ComponentSpec, Component> find) =>
        [
            .. plan
                .Cohorts.SelectMany(cohort => cohort.Runs)
                .Select(run => run.Spec)
                .Where(run => _found.ContainsKey(run.Source.Label))
                .SelectMany(run => DataNotes.Describe(_found[run.Source.Label], run).Select(note => At(find(run.Source), run.Source, note)))
                .Distinct(),
        ];

    private DataSurvey Survey(Component component, ComponentSpec spec, ISurveyedSource source, InputFiles files)
    {
        if (!_found.TryGetValue(spec.Label, out var survey))
        {
            survey = _memory.Recall(
                component,
                spec,
                files,
                () => ComponentException.Guard(component, () => source.Survey(progress, cancellation))
            );
            _found.Add(spec.Label, survey);
        }

        return survey;
    }

    /// <summary>Where the manifest names the source's files; or the source, where it names none.</summary>
    private static Problem At(Component component, ComponentSpec spec, string message)
    {
        var option = spec.OptionPositions.Keys.FirstOrDefault(component.TakesFiles);
        return option is null ? new Problem(spec.Position, "", message) : new Problem(spec.OptionPositions[option], option, message);
    }
}
