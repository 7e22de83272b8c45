using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>The rows of one file that hold infinities or NaN: how many, and where the first ones are.</summary>
/// <param name="matrix">The file.</param>
internal sealed class NonFiniteRows(RecordedMatrix matrix)
{
    private const int MostShown = 3;

    private readonly List<string> _places = [];
    private long _count;

    /// <summary>Adds a row.</summary>
    /// <param name="row">[D], with a value that isn't finite.</param>
    /// <param name="number">Its number, from 0.</param>
    public void Add(ReadOnlySpan<float> row, long number)
    {
        _count++;
        if (_places.Count < MostShown)
        {
            var column = row.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            _places.Add(FormattableString.Invariant($"row {number}, column {column} ({row[column]})"));
        }
    }

    /// <summary>Why the file can't be used; or <see langword="null"/> where every row is finite.</summary>
    public string? Fault
    {
        get
        {
            var first = _places.Count < _count ? $"the first are {string.Join("; ", _places)}" : string.Join("; ", _places);
            return _count == 0
                ? null
                : FormattableString.Invariant($"{matrix.Path}: {_count} of {matrix.Rows} rows hold a value that is not finite in float32: ")
                    + $"{first}; {Fix}";
        }
    }

    // The NumPy line was tried on two- and three-dimensional arrays of all three types; safetensors files are written in many ways.
    private string Fix =>
        (matrix.IsNpy ? "save array[np.isfinite(array.astype('f4')).all(-1)]" : "leave such rows out")
        + (
            matrix.Element == ElementType.Float16
                ? ", or record the activations again in float32, as float16 ends at 65504"
                : ", or record the activations again"
        );
}
