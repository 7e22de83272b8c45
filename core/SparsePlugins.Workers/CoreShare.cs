namespace SparsePlugins.Workers;

/// <summary>How many cores each of the cohorts that are being trained may use, all of them together at most so many.</summary>
/// <param name="cores">At least 1.</param>
public sealed class CoreShare(int cores)
{
    private readonly Lock _lock = new();
    private readonly List<Place> _places = [];

    /// <summary>Counts a cohort in until the place is disposed.</summary>
    public Place Enter()
    {
        var place = new Place(this);
        lock (_lock)
        {
            _places.Add(place);
        }

        return place;
    }

    private int Of(Place place)
    {
        lock (_lock)
        {
            var (index, count) = (_places.IndexOf(place), Math.Max(1, _places.Count));
            return Math.Max(1, (cores / count) + (index < cores % count ? 1 : 0));
        }
    }

    private void Leave(Place place)
    {
        lock (_lock)
        {
            _places.Remove(place);
        }
    }

    /// <summary>That of a cohort.</summary>
    public sealed class Place(CoreShare share) : IDisposable
    {
        /// <summary>What it may use now, at least 1. It changes as others begin and end.</summary>
        public int Cores => share.Of(this);

        /// <summary>Leaves the cores to others.</summary>
        public void Dispose() => share.Leave(this);
    }
}
