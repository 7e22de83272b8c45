using System.IO.Compression;

namespace SparsePlugins.Formats;

/// <summary>
/// A file that <c>torch.save</c> wrote of a state dict: a zip archive of a pickle and the numbers of its tensors. Nothing of it is executed.
/// </summary>
/// <remarks>
/// Source: PyTorch's notes on serialization: <c>NAME/data.pkl</c>, and a record <c>NAME/data/KEY</c> for each storage, none of them compressed.
/// Departures: files before PyTorch 1.6, which are no archives, and big-endian ones are refused.
/// </remarks>
public sealed class TorchFile : IDisposable
{
    private const string Pickle = "/data.pkl";
    private const long LongestPickle = 4 << 20;

    private readonly ZipArchive _archive;
    private readonly string _name;
    private readonly long _length;
    private readonly IReadOnlyDictionary<string, PickledTensor> _tensors;

    /// <summary>Opens a file and reads its pickle.</summary>
    /// <param name="stream">Seekable; the caller disposes it.</param>
    /// <exception cref="InvalidDataException">It is damaged, no such file, or holds anything but dictionaries and tensors.</exception>
    public TorchFile(Stream stream)
    {
        _length = stream.Length;
        _archive = Guard(() => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        var pickles = Guard(() =>
            _archive.Entries.Where(entry => entry.FullName.EndsWith(Pickle, StringComparison.Ordinal)).Take(2).ToArray()
        );
        _name = pickles is [var pickle]
            ? pickle.FullName[..^Pickle.Length]
            : throw new InvalidDataException(
                $"must hold one record NAME{Pickle}, holds {(pickles.Length == 0 ? "none" : "several")}; save it with torch.save of PyTorch 1.6 or newer"
            );
        if (_archive.GetEntry(_name + "/byteorder") is not null && Read("byteorder", 16) is not [(byte)'l', ..])
        {
            throw new InvalidDataException("was written by a big-endian machine; save it on a little-endian one");
        }

        _tensors = StateDictPickle.Parse(Read(Pickle[1..], LongestPickle));
    }

    /// <summary>The dtype, as safetensors files write it, and the shape of every tensor, by name.</summary>
    public IReadOnlyDictionary<string, (string DataType, IReadOnlyList<long> Shape)> Tensors =>
        _tensors.ToDictionary(pair => pair.Key, pair => (StorageTypes.DataTypeOf(pair.Value.Storage.Type), pair.Value.Shape));

    /// <summary>The numbers of a tensor, row by row, whatever its strides are.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <exception cref="InvalidDataException">Its storage isn't there, or shorter than the tensor.</exception>
    public NumberArray ReadTensor(string name)
    {
        var tensor = _tensors[name];
        var bytes = Read("data/" + tensor.Storage.Key, long.MaxValue);
        var stored = bytes.Length / StorageTypes.WidthOf(tensor.Storage.Type);
        var count = NumberArray.Count(tensor.Shape);
        if (tensor.End > stored || count > stored)
        {
            throw new InvalidDataException(
                $"tensor {QuotedText.Whole(name)} of [{string.Join(", ", tensor.Shape)}] needs more than the {stored} numbers of its storage; copy or save it again"
            );
        }

        var numbers = StorageTypes.Widen(tensor.Storage.Type, bytes);
        return new NumberArray(tensor.Shape, tensor.IsRowMajor ? numbers[..count] : Gather(numbers, tensor, count));
    }

    /// <summary>Closes the archive, not its stream.</summary>
    public void Dispose() => _archive.Dispose();

    private static float[] Gather(float[] numbers, PickledTensor tensor, int count)
    {
        var values = new float[count];
        var index = new long[tensor.Shape.Count];
        var place = tensor.Offset;
        for (var i = 0; i < count; i++)
        {
            values[i] = numbers[place];
            for (var dimension = index.Length - 1; dimension >= 0; dimension--)
            {
                place += tensor.Strides[dimension];
                if (++index[dimension] < tensor.Shape[dimension])
                {
                    break;
                }

                place -= tensor.Strides[dimension] * tensor.Shape[dimension];
                index[dimension] = 0;
            }
        }

        return values;
    }

    private byte[] Read(string record, long longest)
    {
        var shown = QuotedText.Shorten(record);
        var entry =
            Guard(() => _archive.GetEntry($"{_name}/{record}"))
            ?? throw new InvalidDataException($"has no record {shown}; copy or save it again");
        if (entry.CompressedLength != entry.Length)
        {
            throw new InvalidDataException($"has a compressed record {shown}, which torch.save never writes; save it again");
        }

        longest = Math.Min(Math.Min(longest, _length), Array.MaxLength);
        if (entry.Length > longest)
        {
            throw new InvalidDataException($"has a record {shown} of {entry.Length} bytes; at most {longest} can be right");
        }

        return Guard(() =>
        {
            using var content = entry.Open();
            var bytes = new byte[entry.Length];
            content.ReadExactly(bytes);
            return bytes;
        });
    }

    /// <summary>What the archive's reader throws at damage, as the one exception of all formats.</summary>
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage)
            when (damage is InvalidDataException or NotSupportedException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(
                $"is not a complete zip archive ({damage.Message.TrimEnd('.')}); save it with torch.save of PyTorch 1.6 or newer",
                damage
            );
        }
    }
}
