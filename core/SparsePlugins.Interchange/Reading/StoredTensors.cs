using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Reading;

/// <summary>The tensors of a file, each taken once with the shape that it must have; what is left over is refused.</summary>
internal sealed class StoredTensors : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly Dictionary<string, (string DataType, IReadOnlyList<long> Shape)> _left;
    private readonly Func<string, NumberArray> _read;

    private StoredTensors(
        string path,
        FileStream file,
        IReadOnlyDictionary<string, (string DataType, IReadOnlyList<long> Shape)> tensors,
        Func<string, NumberArray> read
    )
    {
        (_path, _file, _read) = (path, file, read);
        _left = new(tensors);
        DataType = tensors.Values.OrderByDescending(one => one.Shape.Count).Select(one => one.DataType).FirstOrDefault("");
    }

    /// <summary>How the matrices are stored.</summary>
    public string DataType { get; }

    /// <summary>The texts in the header of a safetensors file.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; private init; } = new Dictionary<string, string>();

    /// <summary>The tensors that were not taken yet.</summary>
    public IReadOnlyList<string> Names => [.. _left.Keys];

    /// <summary>Opens a safetensors file.</summary>
    /// <exception cref="InterchangeException">It is damaged.</exception>
    public static StoredTensors OpenSafetensors(string path) =>
        Open(
            path,
            file =>
            {
                var header = SafetensorsHeader.Read(file);
                var entries = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
                return new StoredTensors(
                    path,
                    file,
                    entries.ToDictionary(pair => pair.Key, pair => (pair.Value.DataType, pair.Value.Shape)),
                    name => SafetensorsNumbers.Read(file, header, entries[name])
                )
                {
                    Texts = header.Metadata,
                };
            }
        );

    /// <summary>Opens a file that torch.save wrote; nothing of it is executed.</summary>
    /// <exception cref="InterchangeException">It is damaged, or holds more than tensors.</exception>
    public static StoredTensors OpenTorch(string path) =>
        Open(
            path,
            file =>
            {
                var torch = new TorchFile(file);
                return new StoredTensors(path, file, torch.Tensors, torch.ReadTensor);
            }
        );

    /// <summary>The shape of a tensor, or <see langword="null"/> where there is none.</summary>
    public IReadOnlyList<long>? ShapeOf(string name) => _left.TryGetValue(name, out var tensor) ? tensor.Shape : null;

    /// <summary>Takes a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">What its shape must be.</param>
    /// <exception cref="InterchangeException">It is missing, of another shape, or holds a NaN or an infinity.</exception>
    public NumberArray Take(string name, params long[] shape)
    {
        if (!_left.Remove(name, out var tensor))
        {
            throw Invalid(
                $"has no tensor {QuotedText.Whole(name)}; it has {string.Join(", ", _left.Keys.Order(StringComparer.Ordinal).Take(10).Select(QuotedText.Shorten))}"
            );
        }

        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw Invalid($"tensor {QuotedText.Whole(name)} must be [{string.Join(", ", shape)}], is [{string.Join(", ", tensor.Shape)}]");
        }

        var numbers = Guard(_path, () => _read(name));
        return Array.TrueForAll(numbers.Values, float.IsFinite)
            ? numbers
            : throw Invalid(
                $"tensor {QuotedText.Whole(name)} holds a NaN or an infinity (or a number beyond float32): that training diverged"
            );
    }

    /// <summary>Refuses tensors that were not taken: something that they do would be missing.</summary>
    /// <exception cref="InterchangeException">There are some.</exception>
    public void RequireNoMore()
    {
        if (_left.Count > 0)
        {
            var names = _left.Keys.Order(StringComparer.Ordinal).Take(5).Select(QuotedText.Whole);
            throw Invalid($"has tensors that its architecture doesn't have, so its codes would be others: {string.Join(", ", names)}");
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static StoredTensors Open(string path, Func<FileStream, StoredTensors> read)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Guard(path, () => read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            throw new InterchangeException($"{path}: {damage.Message}", damage);
        }
    }

    private InterchangeException Invalid(string rule) => new($"{_path}: {rule}");
}
