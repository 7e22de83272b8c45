namespace SparsePlugins.Sources;

/// <summary>Which features are children of which: level after level from the roots, which are the first features.</summary>
internal sealed class SynthTree
{
    private readonly int _children;

    /// <summary>The trees of some options.</summary>
    public SynthTree(SynthSizes sizes, int children, int depth)
    {
        _children = children;
        Roots = sizes.Roots;
        LevelEnds = new int[sizes.Roots == 0 ? 0 : depth + 1];
        var (end, count) = (0, sizes.Roots);
        for (var level = 0; level < LevelEnds.Length; level++)
        {
            end += count;
            LevelEnds[level] = end;
            count *= children;
        }
    }

    /// <summary>Features 0 to Roots - 1 are roots.</summary>
    public int Roots { get; }

    /// <summary>Where each level ends, the roots' first.</summary>
    public int[] LevelEnds { get; }

    /// <summary>Features in trees; those from here on are in none.</summary>
    public int Count => LevelEnds.Length == 0 ? 0 : LevelEnds[^1];

    /// <summary>The first child of a feature and how many it has, none at the lowest level and outside.</summary>
    public (int First, int Count) ChildrenOf(int feature)
    {
        var first = Roots + (feature * _children); // Level after level, the children of consecutive features are consecutive.
        return first < Count ? (first, _children) : (0, 0);
    }

    /// <summary>The parent of a feature that is in a tree and no root.</summary>
    public int ParentOf(int feature) => (feature - Roots) / _children;

    /// <summary>Whether a feature has a parent.</summary>
    public bool IsChild(int feature) => feature >= Roots && feature < Count;
}
