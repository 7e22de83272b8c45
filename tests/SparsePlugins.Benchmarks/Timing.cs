namespace SparsePlugins.Benchmarks;

/// <summary>Milliseconds a step, round by round.</summary>
internal sealed class Timing
{
    public Rounds Stock { get; } = new();

    public Rounds Fused { get; } = new();

    public Rounds Own { get; } = new();

    /// <summary>Codes that were not 0.</summary>
    public long Active { get; set; }
}

/// <summary>The same work, timed again and again.</summary>
internal sealed class Rounds
{
    private readonly List<double> _milliseconds = [];

    public double Least => _milliseconds.Min();

    public double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    public void Add(double milliseconds) => _milliseconds.Add(milliseconds);
}
