namespace SparsePlugins.Sources;

/// <summary>Decides which features are active in which samples.</summary>
internal interface IFiringLaw
{
    /// <summary>What one feature does when the others aren't looked at.</summary>
    Marginals Marginals { get; }

    /// <summary>Draws a batch.</summary>
    /// <param name="rows">B.</param>
    /// <param name="random">The batch's generator.</param>
    /// <returns>Every active feature of every row once, in no order that matters.</returns>
    List<Firing> Draw(int rows, FastRandom random);
}

/// <summary>A feature that is active in a row of a batch.</summary>
internal readonly record struct Firing(int Row, int Feature);

/// <summary>Probabilities over all samples.</summary>
/// <param name="Probabilities">[G]; that a feature fires.</param>
/// <param name="Silence">That none does.</param>
internal sealed record Marginals(double[] Probabilities, double Silence);
