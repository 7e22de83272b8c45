using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Sources;

/// <summary>The rows of one file, mapped into memory: the operating system reads the pages that are touched, and forgets them again.</summary>
internal sealed unsafe class MappedRows : IDisposable
{
    private readonly RecordedMatrix _matrix;
    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <summary>Maps a file.</summary>
    /// <exception cref="IOException">It can't be read, or it changed since its header was read.</exception>
    public MappedRows(RecordedMatrix matrix)
    {
        _matrix = matrix;
        _file = HeaderReader.Open(matrix.Path);
        try
        {
            RequireWhole();
            _map = MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }
        catch
        {
            _map?.Dispose();
            _file.Dispose();
            throw;
        }
    }

    /// <summary>How many rows there are.</summary>
    public long Count => _matrix.Rows;

    /// <summary>Fails when the file was cut since it was opened: touching a page that is gone would end the process.</summary>
    /// <exception cref="IOException">It was cut.</exception>
    public void RequireWhole()
    {
        var end = _matrix.Offset + (_matrix.Rows * _matrix.RowBytes);
        if (_file.Length < end)
        {
            throw new IOException(
                $"{_matrix.Path}: had {end} bytes when it was opened, has {_file.Length}; leave it alone while it is read"
            );
        }
    }

    /// <summary>Copies a row.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="target">[D].</param>
    /// <exception cref="InvalidDataException">A value isn't finite in float32.</exception>
    public void Read(long row, Span<float> target)
    {
        var bytes = new ReadOnlySpan<byte>(_start + _matrix.Offset + (row * _matrix.RowBytes), (int)_matrix.RowBytes);
        Convert(bytes, target);
        if (!Rows.AreFinite(target))
        {
            var column = target.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            throw new InvalidDataException(
                FormattableString.Invariant($"{_matrix.Path}: row {row}, column {column} is {target[column]} in float32; ")
                    + "every value must be finite; remove such rows or record the activations again"
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    private void Convert(ReadOnlySpan<byte> bytes, Span<float> target)
    {
        switch (_matrix.Element)
        {
            case ElementType.Float32:
                bytes.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case ElementType.Float64:
                Convert(MemoryMarshal.Cast<byte, double>(bytes), target);
                break;
            case ElementType.Float16:
                Convert(MemoryMarshal.Cast<byte, Half>(bytes), target);
                break;
            case ElementType.BFloat16:
                Widen(MemoryMarshal.Cast<byte, ushort>(bytes), target);
                break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<T> source, Span<float> target)
        where T : INumberBase<T>
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = float.CreateTruncating(source[i]);
        }
    }

    // A bfloat16 is the upper half of the float32 with the same value.
    private static void Widen(ReadOnlySpan<ushort> source, Span<float> target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }
}
