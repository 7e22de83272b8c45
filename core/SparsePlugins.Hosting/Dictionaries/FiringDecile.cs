namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>Pairs of features that fire about equally often.</summary>
/// <param name="Pairs">Their number.</param>
/// <param name="Rows">Rows on which a feature of them fires, on average.</param>
/// <param name="MeanCosine">Of their directions.</param>
/// <param name="Overlap">Rows on which both fire, divided by rows on which at least one does, on average.</param>
public sealed record FiringDecile(int Pairs, double Rows, double MeanCosine, double Overlap);
