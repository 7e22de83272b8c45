using System.Numerics;
using System.Runtime.InteropServices;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>Looks at every row of some files once, in their order, in blocks.</summary>
/// <param name="matrices">The files, all of one width.</param>
/// <param name="progress">Reported to after each block.</param>
/// <param name="cancellation">Looked at before each block.</param>
internal sealed class RecordedSurvey(
    IReadOnlyList<RecordedMatrix> matrices,
    IProgress<SurveyProgress>? progress,
    CancellationToken cancellation
)
{
    private const int BlockBytes = 4 << 20;

    private readonly long _bytesInAll = matrices.Sum(matrix => matrix.Rows * matrix.RowBytes);
    private readonly RowFingerprints _fingerprints = new(matrices.Sum(matrix => matrix.Rows));
    private readonly RowLengths _lengths = new(matrices[0].Width);
    private readonly List<string> _faults = [];
    private readonly List<string> _remarks = [];
    private long _bytesRead;

    /// <summary>Reads the files.</summary>
    /// <param name="heldOut">Rows that are held out for evaluation.</param>
    /// <exception cref="IOException">A file can't be read, or it was cut meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public DataSurvey Run(long heldOut)
    {
        var contents = matrices.Select(Read).ToList();
        _faults.AddRange(SameContents.Faults(matrices, contents, cancellation));
        var rows = matrices.Sum(matrix => matrix.Rows);
        var (distinct, copies, earlier) = _faults.Count == 0 ? _fingerprints.Count() : (rows, 1, 0);
        _remarks.AddRange(DataScale.Remark(_lengths) is { } remark ? [remark] : []);
        return new DataSurvey
        {
            Rows = rows,
            TrainingRows = rows - heldOut,
            EvaluationRows = heldOut,
            DistinctRows = distinct,
            MostCopies = copies,
            RowsOfEarlierFiles = earlier,
            ZeroRows = _lengths.Zeros,
            ShortestLength = _lengths.Shortest,
            LongestLength = _lengths.Longest,
            VarianceOfLongest = _faults.Count == 0 ? _lengths.VarianceOfLongest(0.01) : 0,
            Faults = _faults,
            Remarks = _remarks,
        };
    }

    private UInt128 Read(RecordedMatrix matrix, int file)
    {
        using var rows = new FileRows(matrix);
        var signature = matrix.Element == ElementType.Float16 ? new BFloat16Signature() : null;
        var nonFinite = new NonFiniteRows(matrix);
        var rowsInBlock = (int)Math.Clamp(BlockBytes / ((long)matrix.Width * sizeof(float)), 1, matrix.Rows);
        var block = new float[rowsInBlock * matrix.Width];
        for (var first = 0L; first < matrix.Rows; first += rowsInBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            var values = block.AsSpan(0, (int)Math.Min(rowsInBlock, matrix.Rows - first) * matrix.Width);
            rows.ReadBlock(first, values);
            signature?.Add(values);
            Look(values, matrix, file, first, nonFinite);
            Report(values.Length * (long)matrix.Element.Size());
        }

        _faults.AddRange(nonFinite.Fault is { } fault ? [fault] : []);
        _remarks.AddRange(signature is { IsLikely: true } ? [NpyTypes.LooksLikeBFloat16(matrix)] : []);
        return _fingerprints.TakeContents();
    }

    private void Look(Span<float> values, RecordedMatrix matrix, int file, long first, NonFiniteRows nonFinite)
    {
        for (var number = first; !values.IsEmpty; values = values[matrix.Width..], number++)
        {
            var row = values[..matrix.Width];
            ClearSignsOfZeros(row);
            _fingerprints.Add(row, file);
            if (Rows.AreFinite(row))
            {
                _lengths.Add(row, new RowPlace(matrix.Path, number));
            }
            else
            {
                nonFinite.Add(row, number);
            }
        }
    }

    // -0 + 0 is 0, and every other number stays.
    private static void ClearSignsOfZeros(Span<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] += Vector<float>.Zero;
        }

        for (var i = vectors.Length * Vector<float>.Count; i < row.Length; i++)
        {
            row[i] += 0f;
        }
    }

    private void Report(long bytes)
    {
        _bytesRead += bytes;
        progress?.Report(new SurveyProgress(_bytesRead, _bytesInAll));
    }
}
