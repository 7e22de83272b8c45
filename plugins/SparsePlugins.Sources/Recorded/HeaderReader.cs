using System.Text;

namespace SparsePlugins.Sources;

/// <summary>Reads the beginning of a file, in order, and never more than it has.</summary>
internal sealed class HeaderReader : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public HeaderReader(string path)
    {
        Path = path;
        Require(new FileInfo(path));
        _stream = Open(path);
        Length = _stream.Length;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its bytes.</summary>
    public long Length { get; }

    /// <summary>Bytes read so far.</summary>
    public long Position => _stream.Position;

    /// <summary>Opens a file for reading; while it is open here, .NET programs can't write it.</summary>
    /// <exception cref="IOException">It can't be read, whatever the reason.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException($"{path}: can't be read; check that it is a file and that its permissions allow you to read it");
        }
    }

    /// <summary>The next bytes.</summary>
    /// <param name="count">How many; at most a few MiB.</param>
    /// <param name="what">What they are, for the message.</param>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public byte[] Take(int count, string what)
    {
        if (count > Length - Position)
        {
            throw Invalid($"ends inside its {what}, which needs {count} bytes at {Position} of {Length}; copy or save it again");
        }

        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>What to throw when the file isn't what it should be.</summary>
    /// <param name="rule">What is wrong, after the file's name.</param>
    public InvalidDataException Invalid(string rule) => new($"{Path}: {rule}");

    /// <summary>Text from a file, shortened and without control characters, in quotes.</summary>
    public static string Quote(string text) => Quote(text, 60);

    /// <summary>A name that the reader is to type, without control characters, in quotes; shortened only where nobody could type it.</summary>
    public static string QuoteWhole(string name) => Quote(name, 2000);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static string Quote(string text, int most)
    {
        var shown = new StringBuilder("'");
        foreach (var c in text.Length > most ? text[..most] : text)
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        }

        return shown.Append(text.Length > most ? "...'" : "'").ToString();
    }

    private static void Require(FileInfo file)
    {
        if (!file.Exists)
        {
            var folder = Directory.Exists(file.FullName)
                ? " is a folder; name the files in it, for instance with *.npy"
                : " does not exist";
            throw new FileNotFoundException($"{file.FullName}:{folder}", file.FullName);
        }

        // Pipes and devices have no length either, and opening one could wait for ever.
        if (file.Length == 0)
        {
            throw new InvalidDataException($"{file.FullName}: is empty or not a regular file; save the activations again");
        }
    }
}
