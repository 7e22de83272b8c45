namespace SparsePlugins.Contracts;

/// <summary>What a source may offer beyond its interface, and another component may need.</summary>
public enum Capability
{
    /// <summary>The true features behind the data: offered by a source that implements <see cref="IGroundTruth"/>.</summary>
    GroundTruth,

    /// <summary>Data that nothing was trained on: every source offers it, and an <see cref="IObservingMetric"/> needs it without saying so.</summary>
    EvaluationData,

    /// <summary>The language model that the data comes from: offered by a source that implements <see cref="ILanguageModelSource"/>.</summary>
    LanguageModel,

    /// <summary>Which true features are active in each row: offered by a source that implements <see cref="ITrueFiring"/>. Metrics that observe get it.</summary>
    TrueFiring,

    /// <summary>Which true feature is the parent of which: offered by a source that implements <see cref="IHierarchy"/>.</summary>
    Hierarchy,
}
