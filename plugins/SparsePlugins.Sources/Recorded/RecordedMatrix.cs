using SparsePlugins.Formats;

namespace SparsePlugins.Sources;

/// <summary>Where a file keeps its matrix: rows of numbers, one after the other. Its bytes are known to lie inside the file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Bytes before the first number.</param>
/// <param name="Rows">At least 1.</param>
/// <param name="Width">D, at least 1.</param>
/// <param name="Element">How a number is stored.</param>
internal sealed record RecordedMatrix(string Path, long Offset, long Rows, int Width, ElementType Element)
{
    /// <summary>The widest row that is believed; wider ones are more likely rows and columns swapped.</summary>
    public const int MostColumns = 1 << 20;

    /// <summary>Whether it is a .npy file.</summary>
    public bool IsNpy => Path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    /// <summary>Bytes of a row.</summary>
    public long RowBytes => (long)Width * Element.Size();

    /// <summary>Reads the header of a file and checks it against the file's length.</summary>
    /// <param name="path">A .npy or .safetensors file.</param>
    /// <param name="tensor">The tensor's name in a .safetensors file; empty for the only one that can be read.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">The file isn't what it should be.</exception>
    public static RecordedMatrix Open(string path, string tensor)
    {
        var extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".npy" or ".safetensors"))
        {
            throw new InvalidDataException($"{path}: must be a .npy or .safetensors file; {Fix(extension)}");
        }

        using var file = new RecordedFile(path);
        return extension == ".npy" ? NpyMatrix.Read(file) : SafetensorsMatrix.Read(file, tensor);
    }

    /// <summary>The matrix that a header states.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shape">[rows, D], or [texts, positions, D], whose rows are read text by text; not empty.</param>
    /// <param name="offset">Of the first number.</param>
    /// <param name="element">How a number is stored.</param>
    /// <exception cref="InvalidDataException">It isn't a matrix of rows, or its bytes don't end where the header says.</exception>
    public static RecordedMatrix Create(RecordedFile file, IReadOnlyList<long> shape, long offset, ElementType element)
    {
        if (shape.Count is not (2 or 3))
        {
            var fix = shape.Count > 3 ? "reshape it with array.reshape(-1, array.shape[-1])" : "reshape it with array.reshape(-1, D)";
            throw file.Invalid($"must hold one activation a row, [rows, D] or [texts, positions, D]; its shape is {Show(shape)}; {fix}");
        }

        var (rows, columns) = (shape.SkipLast(1).Aggregate((Int128)1, (product, size) => product * size), shape[^1]);
        if (rows < 1 || columns < 1)
        {
            throw file.Invalid($"must have at least one row and one column; its shape is {Show(shape)}");
        }

        if (columns > MostColumns)
        {
            throw file.Invalid($"must have at most {MostColumns} columns; its shape is {Show(shape)}; are rows and columns swapped?");
        }

        return rows <= long.MaxValue
            ? new RecordedMatrix(file.Path, offset, (long)rows, (int)columns, element)
            : throw file.Invalid($"must have at most 2^63 - 1 rows; its shape is {Show(shape)}; its header is damaged; save it again");
    }

    /// <summary>A shape as NumPy writes it: [3, 4].</summary>
    public static string Show(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";

    private static string Fix(string extension) =>
        extension switch
        {
            ".npz" => "unpack the archive and name the arrays in it",
            ".pt" or ".pth" or ".bin" or ".pkl" => "save the tensor with safetensors instead of pickling it",
            _ => "save the activations in one of these formats",
        };
}
