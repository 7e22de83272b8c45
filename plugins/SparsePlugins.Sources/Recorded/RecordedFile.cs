namespace SparsePlugins.Sources;

/// <summary>A file whose header is read.</summary>
internal sealed class RecordedFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public RecordedFile(string path)
    {
        Path = path;
        Require(new FileInfo(path));
        _stream = Open(path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its bytes.</summary>
    public long Length => _stream.Length;

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

    /// <summary>The header, as a reader of its format reads it.</summary>
    /// <param name="read">The reader, whose messages don't name the file.</param>
    /// <exception cref="InvalidDataException">It is damaged; the message names the file.</exception>
    public THeader Read<THeader>(Func<Stream, THeader> read)
    {
        try
        {
            return read(_stream);
        }
        catch (InvalidDataException damage)
        {
            throw Invalid(damage.Message);
        }
    }

    /// <summary>What to throw when the file isn't what it should be.</summary>
    /// <param name="rule">What is wrong, after the file's name.</param>
    public InvalidDataException Invalid(string rule) => new($"{Path}: {rule}");

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

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
