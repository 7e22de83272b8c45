using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace SparsePlugins.Sources;

/// <summary>Counts rows that are repeated, by a 64-bit hash of each row's float32 values.</summary>
/// <remarks>
/// Exact up to 2^27 rows, but for collisions (XXH3; with 2^27 rows one is expected in 2,000 surveys). Beyond, the rows whose hash begins with
/// a few zero bits stand for all: a row and its copies are then kept or left out together, so the counts stay unbiased.
/// </remarks>
internal sealed class RowFingerprints
{
    private const int MostKept = 1 << 27;

    private readonly List<ulong> _hashes;
    private readonly List<int> _files;
    private readonly XxHash128 _contents = new();
    private readonly int _shift;

    /// <summary>Prepares for a number of rows.</summary>
    /// <param name="rows">At least 1.</param>
    public RowFingerprints(long rows)
    {
        while (rows >> _shift > MostKept)
        {
            _shift++;
        }

        _hashes = new List<ulong>((int)(rows >> _shift));
        _files = new List<int>(_hashes.Capacity);
    }

    /// <summary>Adds a row. Rows with the same values, 0 and -0 being the same, are equal.</summary>
    /// <param name="row">[D]; without -0.</param>
    /// <param name="file">The number of its file.</param>
    public void Add(ReadOnlySpan<float> row, int file)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(row));
        _contents.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in hash)));
        if (_shift == 0 || hash >> (64 - _shift) == 0)
        {
            _hashes.Add(hash);
            _files.Add(file);
        }
    }

    /// <summary>A hash of all rows since the last call, in their order: equal for files with the same rows.</summary>
    public UInt128 TakeContents()
    {
        var contents = _contents.GetCurrentHashAsUInt128();
        _contents.Reset();
        return contents;
    }

    /// <summary>How often rows are repeated; the rows can't be added to afterwards.</summary>
    /// <returns>Different rows, occurrences of the most frequent one, and rows whose copy is in a file before theirs.</returns>
    public (long Distinct, long MostCopies, long OfEarlierFiles) Count()
    {
        var hashes = CollectionsMarshal.AsSpan(_hashes);
        var files = CollectionsMarshal.AsSpan(_files);
        hashes.Sort(files);
        var (distinct, most, earlier) = (0L, 0L, 0L);
        for (var (start, end) = (0, 0); start < hashes.Length; start = end)
        {
            for (end = start + 1; end < hashes.Length && hashes[end] == hashes[start]; end++) { }

            distinct++;
            most = Math.Max(most, end - start);
            earlier += InLaterFiles(files[start..end]);
        }

        return (distinct << _shift, most, earlier << _shift);
    }

    private static long InLaterFiles(ReadOnlySpan<int> files)
    {
        var first = files[0];
        foreach (var file in files)
        {
            first = Math.Min(first, file);
        }

        return files.Length - files.Count(first);
    }
}
