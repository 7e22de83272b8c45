using SparsePlugins.Contracts;

namespace SparsePlugins.Conformance;

/// <summary>A source that is checked.</summary>
/// <remarks>It should be small: a finite split is read twice, row by row. No two of its rows may be equal, except rows of zeros.</remarks>
/// <param name="create">Makes a new one, always of the same data.</param>
public sealed class CheckedSource(Func<IActivationSource> create) : CheckedComponent(() => create().GetType())
{
    private readonly Func<IActivationSource> _create = create;

    /// <summary>B of the batches that are compared; any number that doesn't divide a finite split's rows is good.</summary>
    public int Rows { get; init; } = 37;

    /// <summary>The splits of every source.</summary>
    internal static IReadOnlyList<DataSplit> Splits { get; } = Enum.GetValues<DataSplit>();

    /// <summary>A new source.</summary>
    public IActivationSource Create() => _create();

    /// <summary>A new source, opened.</summary>
    /// <param name="seed">Its seed.</param>
    internal OpenedSource Open(ulong seed = 7) => new(Create(), seed);

    /// <summary>What a new source reveals; <see langword="null"/> where it knows no truth.</summary>
    /// <param name="seed">Its seed.</param>
    internal GroundTruth? Reveal(ulong seed)
    {
        using var context = ToyProblem.Context(seed);
        return (Create() as IGroundTruth)?.Reveal(context);
    }
}
