using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>A source opened for one seed, and its batches as bytes.</summary>
internal sealed class OpenedSource : IDisposable
{
    private readonly ComponentContext _context;
    private readonly IActivationStream _stream;

    internal OpenedSource(IActivationSource source, ulong seed = 7)
    {
        _context = ToyProblem.Context(seed);
        _stream = source.Open(_context);
    }

    internal long? RowCount(DataSplit split) => _stream.RowCount(split);

    internal Tensor Batch(DataSplit split, long index, int rows) => _stream.Batch(split, index, rows);

    internal byte[] Bytes(DataSplit split, long index, int rows)
    {
        using var batch = Batch(split, index, rows);
        return TensorAssertions.Bytes(batch);
    }

    /// <summary>The first <paramref name="count"/> rows of a split, each as hexadecimal digits.</summary>
    internal List<string> Rows(DataSplit split, long count, int rows)
    {
        var read = new List<string>();
        for (var index = 0L; read.Count < count; index++)
            read.AddRange(Split(Bytes(split, index, rows), rows));
        return read[..(int)count];
    }

    private static IEnumerable<string> Split(byte[] batch, int rows) => batch.Chunk(batch.Length / rows).Select(Convert.ToHexString);

    public void Dispose()
    {
        _stream.Dispose();
        _context.Dispose();
    }
}
