using SparsePlugins.Contracts;
using SparsePlugins.Inputs;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>The language model behind the rows of a cohort, opened where a metric or a reinitializer of its runs needs it.</summary>
internal sealed class CohortModel : IDisposable
{
    private readonly Component _source;
    private readonly ILanguageModel _model;
    private readonly InputTransform _transform;
    private readonly ComponentContext _context;

    private CohortModel(Component component, ILanguageModelSource source, InputTransform transform, ComponentContext context)
    {
        (_source, _transform, _context) = (component, transform, context);
        _model = PluginCall.Call(component, () => source.OpenModel(context));
    }

    /// <summary>Opens the model.</summary>
    /// <param name="component">The source, which messages name.</param>
    /// <param name="source">The same.</param>
    /// <param name="transform">What is done to its rows; the caller disposes it.</param>
    /// <param name="context">With the seed that the source was opened with; disposed with the model.</param>
    /// <exception cref="ComponentException">The source failed, or has no model.</exception>
    public static CohortModel Open(Component component, IActivationSource source, InputTransform transform, ComponentContext context)
    {
        try
        {
            return source is ILanguageModelSource offering
                ? new CohortModel(component, offering, transform, context)
                : throw ComponentException.For(component, "a component needs a language model, and it offers none");
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>Whether a metric or a reinitializer of a run needs the model.</summary>
    public static bool IsNeeded(Cohort cohort, PluginSet plugins) =>
        cohort
            .Runs.SelectMany(run => run.Spec.Metrics.Select(metric => metric.Component).Concat(ReinitializerOf(run.Spec)))
            .Any(spec => Needs(plugins.Find(spec.Kind, spec.Name)));

    /// <summary>Whether a component needs the model.</summary>
    public static bool Needs(Component component) => component.Schema.Capabilities.Contains(SourceCapability.LanguageModel);

    /// <summary>The model that says where a dictionary hurts it.</summary>
    /// <param name="reconstruct">From rows [B, D] as runs see them to the dictionary's reconstructions.</param>
    /// <exception cref="ComponentException">It can't say.</exception>
    public ScoredModel Scored(Func<Tensor, Tensor> reconstruct) =>
        _model is IRowScorer scorer
            ? new ScoredModel(new GuardedScorer(_source, scorer, _transform), reconstruct)
            : throw ComponentException.For(
                _source,
                "a reinitializer needs a language model that scores rows, and its model doesn't (IRowScorer)"
            );

    /// <summary>The model with a dictionary in it.</summary>
    /// <param name="reconstruct">From rows [B, D] as runs see them to the dictionary's reconstructions.</param>
    public ReplacedModel With(Func<Tensor, Tensor> reconstruct) =>
        new(new Guarded(_source, _model), rows => _transform.Restore(reconstruct(_transform.Replace(rows.clone()))));

    /// <summary>Closes the model.</summary>
    /// <exception cref="ComponentException">The source failed to close it.</exception>
    public void Dispose()
    {
        try
        {
            PluginCall.Call(_source, Close);
        }
        finally
        {
            _context.Dispose();
        }
    }

    private static IEnumerable<ComponentSpec> ReinitializerOf(RunSpec spec) => spec.Reinitializer is { } one ? [one.Component] : [];

    private ILanguageModel Close()
    {
        _model.Dispose();
        return _model;
    }

    /// <summary>Faults of the model are those of the source, not of the metric that asks it.</summary>
    private sealed class Guarded(Component source, ILanguageModel model) : ILanguageModel
    {
        public int Contexts => model.Contexts;

        public PredictionScores Replace(int contexts, Func<Tensor, Tensor> replace) =>
            PluginCall.Call(source, () => model.Replace(contexts, replace));

        public PredictionScores Ablate(int contexts, Ablation ablation) => PluginCall.Call(source, () => model.Ablate(contexts, ablation));

        public void Dispose() { }
    }

    /// <summary>Gives rows as runs see them, and takes such.</summary>
    private sealed class GuardedScorer(Component source, IRowScorer model, InputTransform transform) : IRowScorer
    {
        public int TrainingContexts => model.TrainingContexts;

        public ScoredRows Score(IReadOnlyList<int> contexts, RowScore score, Func<Tensor, Tensor> replace)
        {
            var scored = PluginCall.Call(
                source,
                () => model.Score(contexts, score, rows => transform.Restore(replace(transform.Replace(rows.clone()))))
            );
            return scored with { Rows = transform.Replace(scored.Rows), Replacements = transform.Replace(scored.Replacements) };
        }
    }
}
