using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>A weights file of a run: the tensors of a trained autoencoder, in the safetensors format.</summary>
/// <param name="path">The file; nothing is opened yet.</param>
internal sealed class WeightsFile(string path)
{
    private const int BlockNumbers = 1 << 24;
    private const int MostListed = 10;

    /// <summary>F and D of its dictionary, from the header alone.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or has no dictionary.</exception>
    public DictionaryShape Shape
    {
        get
        {
            using var file = Open();
            var decoder = Find(Header(file), ParameterShape.DecoderWeight, dimensions: 2);
            return new DictionaryShape((int)decoder.Shape[1], (int)decoder.Shape[0]);
        }
    }

    /// <summary>Whether it has a tensor of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public bool Has(string name)
    {
        using var file = Open();
        return Header(file).Entries.Any(entry => entry.Name == name);
    }

    /// <summary>The shape of a matrix, from the header alone.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or has no such matrix.</exception>
    public IReadOnlyList<long> ShapeOf(string name)
    {
        using var file = Open();
        return Find(Header(file), name, dimensions: 2).Shape;
    }

    /// <summary>A tensor of the file as float32, for instance its decoder [F, D].</summary>
    /// <param name="name">As in <see cref="ParameterShape"/>.</param>
    /// <param name="device">Where it is to lie.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, has no such tensor, or a value isn't finite.</exception>
    public Tensor Read(string name, Device device)
    {
        using var scope = NewDisposeScope();
        using var file = Open();
        var header = Header(file);
        var entry = Find(
            header,
            name,
            name is ParameterShape.EncoderWeight or ParameterShape.DecoderWeight or DecoderFile.OfOtherTools ? 2 : 1
        );
        file.Position = header.DataOffset + entry.Begin;
        var numbers = empty([.. entry.Shape]); // On the CPU.
        foreach (var block in numbers.view(-1).split(BlockNumbers))
        {
            var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(block.bytes);
            var stored = new byte[values.Length * ElementOf(entry).Size()];
            file.ReadExactly(stored);
            StoredNumbers.Widen(ElementOf(entry), stored, values);
        }

        return isfinite(numbers).all().item<bool>()
            ? numbers.to(device).MoveToOuterDisposeScope()
            : throw Invalid($"{entry.Quoted} holds a NaN or an infinity: that run diverged; use the weights of another");
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException($"{path}: can't be read; check that it is a file and that its permissions allow you to read it");
        }
    }

    private SafetensorsHeader Header(FileStream file)
    {
        try
        {
            return SafetensorsHeader.Read(file);
        }
        catch (InvalidDataException damage)
        {
            throw Invalid(damage.Message);
        }
    }

    private SafetensorsEntry Find(SafetensorsHeader header, string name, int dimensions)
    {
        var entry = header.Entries.FirstOrDefault(one => one.Name == name);
        if (entry is null)
        {
            var names = header.Entries.Take(MostListed).Select(one => one.Quoted);
            throw Invalid(
                $"has no tensor '{name}'; name a file that a run wrote, weights/ID.safetensors; this one has {string.Join(", ", names)}"
            );
        }

        _ = ElementOf(entry);
        return entry.Shape.Count == dimensions && entry.Shape.All(side => side is > 0 and <= int.MaxValue)
            ? entry
            : throw Invalid(
                $"{entry.Quoted} must be {(dimensions == 2 ? "[F, D]" : "one row of numbers")}, is [{string.Join(", ", entry.Shape)}]"
            );
    }

    private ElementType ElementOf(SafetensorsEntry entry) =>
        SafetensorsTypes.ElementOf(entry.DataType)
        ?? throw Invalid($"{entry.Quoted} must be F16, BF16, F32 or F64, is {QuotedText.Shorten(entry.DataType)}");

    private InvalidDataException Invalid(string rule) => new($"{path}: {rule}");
}
