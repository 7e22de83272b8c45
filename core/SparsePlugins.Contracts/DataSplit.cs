namespace SparsePlugins.Contracts;

/// <summary>What rows of a source are for.</summary>
public enum DataSplit
{
    /// <summary>Batches that the dictionary is trained on.</summary>
    Training,

    /// <summary>Rows that no dictionary is trained on; metrics read them.</summary>
    Evaluation,

    /// <summary>The sample of training data that data-informed initializers see.</summary>
    Initialization,
}
