using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Rows of a recording, read when they are asked for.</summary>
internal sealed class RowsInFiles : IRowStore
{
    private readonly RecordedRows _rows;
    private readonly int _width;

    /// <summary>Opens files.</summary>
    /// <param name="files">At least one.</param>
    /// <exception cref="IOException">One can't be read.</exception>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public RowsInFiles(IEnumerable<string> files)
    {
        var matrices = files.Select(file => RecordedMatrix.Open(file, ShardWriter.Activations)).ToList();
        (_rows, _width) = (new RecordedRows(matrices), matrices[0].Width);
    }

    /// <inheritdoc/>
    public long Count => _rows.Count;

    /// <summary>D.</summary>
    public int Width => _width;

    /// <inheritdoc/>
    public Tensor Select(long[] numbers)
    {
        _rows.RequireWhole();
        return Rows.ToTensor(numbers.Length, _width, CPU, values => Fill(values, numbers));
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private void Fill(Span<float> values, long[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            _rows.Read(numbers[i], values.Slice(i * _width, _width));
        }
    }
}
