using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>The rows of one file, read when they are asked for.</summary>
/// <remarks>Read, not mapped into memory: touching a page of a file that was cut would end the process, and a short read is an error.</remarks>
internal sealed class FileRows : IDisposable
{
    private readonly RecordedMatrix _matrix;
    private readonly FileStream _file;
    private readonly SafeFileHandle _handle; // Kept, as asking the stream for it is a call of the system each time.
    private readonly byte[]? _rows;
    private readonly bool _isAsStored; // The file stores rows as they are given.
    private byte[] _bytes = [];

    /// <summary>Opens a file.</summary>
    /// <param name="matrix">Where it keeps its rows.</param>
    /// <param name="inMemory">Reads all rows now, where a call of the system for each would take longer than all else.</param>
    /// <exception cref="IOException">It can't be read, or it was cut since its header was read.</exception>
    public FileRows(RecordedMatrix matrix, bool inMemory = false)
    {
        _matrix = matrix;
        _isAsStored = matrix.Element == ElementType.Float32;
        _file = RecordedFile.Open(matrix.Path);
        try
        {
            RequireWhole();
            _handle = _file.SafeFileHandle;
            _rows = inMemory ? ReadAll() : null;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Fails when the file was cut since it was opened.</summary>
    /// <exception cref="IOException">It was cut.</exception>
    public void RequireWhole()
    {
        var end = _matrix.Offset + (_matrix.Rows * _matrix.RowBytes);
        if (_file.Length is var length && length < end)
        {
            throw new IOException($"{_matrix.Path}: had {end} bytes when it was opened, has {length}; leave it alone while it is read");
        }
    }

    /// <summary>Copies a row.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="target">[D].</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">A value isn't finite in float32.</exception>
    public void Read(long row, Span<float> target)
    {
        ReadBlock(row, target);
        if (!Rows.AreFinite(target))
        {
            var column = target.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            throw new InvalidDataException(
                FormattableString.Invariant($"{_matrix.Path}: row {row}, column {column} is {target[column]} in float32; ")
                    + "every value must be finite; remove such rows or record the activations again"
            );
        }
    }

    /// <summary>Copies rows that follow each other, finite or not.</summary>
    /// <param name="first">The first row, from 0.</param>
    /// <param name="target">[R, D]; its length says how many rows.</param>
    /// <exception cref="IOException">They can't be read.</exception>
    public void ReadBlock(long first, Span<float> target)
    {
        var start = _matrix.Offset + (first * _matrix.RowBytes);
        if (_isAsStored)
        {
            ReadBytes(start, MemoryMarshal.AsBytes(target));
            return;
        }

        var count = target.Length * _matrix.Element.Size();
        if (_bytes.Length < count)
        {
            _bytes = new byte[count];
        }

        var bytes = _bytes.AsSpan(0, count);
        ReadBytes(start, bytes);
        StoredNumbers.Widen(_matrix.Element, bytes, target);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private byte[] ReadAll()
    {
        var rows = new byte[_matrix.Rows * _matrix.RowBytes];
        ReadBytes(_matrix.Offset, rows);
        return rows;
    }

    private void ReadBytes(long position, Span<byte> target)
    {
        if (_rows is not null)
        {
            _rows.AsSpan((int)(position - _matrix.Offset), target.Length).CopyTo(target);
            return;
        }

        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, target, position);
            if (read == 0)
            {
                RequireWhole();
                throw new IOException($"{_matrix.Path}: ended at byte {position} while it was read; leave it alone while it is read");
            }

            target = target[read..];
            position += read;
        }
    }
}
