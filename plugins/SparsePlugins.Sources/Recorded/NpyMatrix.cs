using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>The matrix of a .npy file, which holds one array and nothing after it.</summary>
internal static class NpyMatrix
{
    /// <summary>Finds it.</summary>
    /// <exception cref="InvalidDataException">It isn't a matrix of floating-point numbers in row order, or the file is cut.</exception>
    public static RecordedMatrix Read(RecordedFile file)
    {
        var header = file.Read(NpyHeader.Read);
        var element = NpyTypes.Parse(file, header.DataType);
        if (header.FortranOrder)
        {
            throw file.Invalid("is stored column by column (fortran_order: True); save it with np.ascontiguousarray(array)");
        }

        var matrix = RecordedMatrix.Create(file, header.Shape, header.DataOffset, element);
        var expected = matrix.Offset + ((Int128)matrix.Rows * matrix.RowBytes);
        if (expected != file.Length)
        {
            var fix = expected > file.Length ? "it was cut; copy or save it again" : "a .npy file holds one array; save each in its own";
            throw file.Invalid($"must have {expected} bytes for its shape {RecordedMatrix.Show(header.Shape)}, has {file.Length}; {fix}");
        }

        return matrix;
    }
}
