namespace SparsePlugins.Sources;

/// <summary>The rows of several files, numbered through.</summary>
internal sealed class RecordedRows : IDisposable
{
    /// <summary>Less is kept in memory; every cohort that trains at the same time has its own.</summary>
    private const long MostBytesInMemory = 64 << 20;

    private readonly List<FileRows> _files = [];
    private readonly List<long> _firsts = [];

    /// <summary>Opens every file.</summary>
    /// <exception cref="IOException">One can't be read.</exception>
    public RecordedRows(IReadOnlyList<RecordedMatrix> matrices)
    {
        var inMemory = matrices.Sum(matrix => (double)matrix.Rows * matrix.RowBytes) <= MostBytesInMemory;
        try
        {
            foreach (var matrix in matrices)
            {
                _files.Add(new FileRows(matrix, inMemory));
                _firsts.Add(Count);
                Count = checked(Count + matrix.Rows);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All rows.</summary>
    public long Count { get; }

    /// <summary>Copies a row of any file.</summary>
    /// <param name="row">From 0 to <see cref="Count"/> - 1.</param>
    /// <param name="target">[D].</param>
    public void Read(long row, Span<float> target)
    {
        var found = _firsts.BinarySearch(row);
        var file = found >= 0 ? found : ~found - 1;
        _files[file].Read(row - _firsts[file], target);
    }

    /// <summary>Fails when a file was cut since it was opened.</summary>
    public void RequireWhole() => _files.ForEach(file => file.RequireWhole());

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());
}
