namespace SparsePlugins.Metrics;

/// <summary>How often the dictionary feature of a parent fires where the parent is active, with a child and without.</summary>
internal sealed class ParentRecalls
{
    private int _aloneRows;
    private int _aloneHits;
    private int _childRows;
    private int _childHits;
    private int _taken;

    /// <summary>Recall where no child is active.</summary>
    internal double Alone => _aloneHits / (double)_aloneRows;

    /// <summary>Recall where a child is active.</summary>
    internal double WithChild => _childHits / (double)_childRows;

    /// <summary>Of these rows, the share where a child's dictionary feature fires and the parent's doesn't.</summary>
    internal double Taken => _taken / (double)_childRows;

    /// <summary>Whether both recalls have so many rows.</summary>
    internal bool HasRows(int least) => _aloneRows >= least && _childRows >= least;

    /// <summary>Those of all features that have children.</summary>
    /// <param name="firings">The rows.</param>
    /// <param name="parents">[G] for each true feature its parent, -1 where it has none.</param>
    /// <param name="rowOf">[G] for each true feature its dictionary feature.</param>
    internal static IEnumerable<ParentRecalls> Count(Firings firings, IReadOnlyList<int> parents, int[] rowOf)
    {
        var recalls = parents.Where(parent => parent >= 0).Distinct().ToDictionary(parent => parent, _ => new ParentRecalls());
        for (var row = 0; row < firings.Rows; row++)
        {
            var children = firings
                .ActiveIn(row)
                .Where(feature => parents[feature] >= 0)
                .ToLookup(feature => parents[feature], feature => rowOf[feature]);
            foreach (var parent in firings.ActiveIn(row).Where(recalls.ContainsKey))
                recalls[parent].Add(firings, row, rowOf[parent], [.. children[parent]]);
        }

        return recalls.Values;
    }

    /// <summary>Adds a row in which the parent is active.</summary>
    private void Add(Firings firings, int row, int own, int[] children)
    {
        var fires = firings.Fires(row, own);
        if (children.Length == 0)
        {
            _aloneRows++;
            _aloneHits += fires ? 1 : 0;
            return;
        }

        _childRows++;
        _childHits += fires ? 1 : 0;
        _taken += !fires && children.Any(child => firings.Fires(row, child)) ? 1 : 0;
    }
}
