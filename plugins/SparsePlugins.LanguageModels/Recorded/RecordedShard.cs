using System.Runtime.InteropServices;
using SparsePlugins.Formats;
using SparsePlugins.Sources;

namespace SparsePlugins.LanguageModels;

/// <summary>A file of a recording, wherever it was copied to.</summary>
/// <param name="File">Absolute.</param>
/// <param name="Header">What it says.</param>
/// <param name="Range">Which contexts of its split it has.</param>
/// <param name="Width">D.</param>
/// <param name="Length">T, tokens of a context.</param>
/// <param name="Offset">Of the first token of the contexts.</param>
internal sealed record RecordedShard(string File, RecordingHeader Header, ContextRange Range, int Width, int Length, long Offset)
{
    /// <summary>Reads the header of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no file of a recording with the tokens of its contexts.</exception>
    public static RecordedShard Read(string path)
    {
        using var file = new RecordedFile(path);
        if (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            throw file.Invalid("is no file of rows that sparse record wrote; name FOLDER/*.safetensors");
        }

        var stored = file.Read(stream => SafetensorsHeader.Read(stream));
        var header = new RecordingHeader(path, stored.Metadata);
        header.RequireLayout();
        header.RequireOwnName();
        var range = ContextRange.TryParse(header.Text(ShardWriter.Range)) ?? throw header.Damaged(ShardWriter.Range);
        var rows = Find(ShardWriter.Activations, ShardWriter.TypeOf(header.Precision));
        var contexts = Find(ShardWriter.Contexts, "I32");
        return
            contexts.Shape[0] == range.Count && contexts.Shape[1] is > 1 and <= int.MaxValue && rows.Shape[1] <= RecordedMatrix.MostColumns
            ? new RecordedShard(path, header, range, (int)rows.Shape[1], (int)contexts.Shape[1], stored.DataOffset + contexts.Begin)
            : throw header.Damaged(ShardWriter.Contexts);

        SafetensorsEntry Find(string name, string type) =>
            stored.Entries.FirstOrDefault(entry => entry.Name == name && entry.Shape.Count == 2 && entry.DataType == type)
            ?? throw header.Damaged(name);
    }

    /// <summary>Reads the tokens of its contexts.</summary>
    /// <param name="target">[C T].</param>
    /// <exception cref="IOException">They can't be read.</exception>
    public void ReadTokens(Span<int> target)
    {
        using var stream = RecordedFile.Open(File);
        stream.Position = Offset;
        stream.ReadExactly(MemoryMarshal.AsBytes(target));
    }
}
