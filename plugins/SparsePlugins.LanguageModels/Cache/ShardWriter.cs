using System.Runtime.InteropServices;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>Writes files of a recording: safetensors with <c>activations</c> [R, D], and where each row is from: <c>documents</c>, <c>positions</c>, <c>tokens</c>, all [R] int32; and <c>contexts</c> [C, T] int32, all tokens that the model read.</summary>
/// <param name="harvest">Computes the rows.</param>
/// <param name="precision">How they are stored.</param>
/// <param name="metadata">For the header of every file.</param>
internal sealed class ShardWriter(Harvest harvest, ActivationPrecision precision, IReadOnlyDictionary<string, string> metadata)
{
    /// <summary>The tensor of rows.</summary>
    public const string Activations = "activations";

    /// <summary>The tensor of tokens, those among them whose rows are left out.</summary>
    public const string Contexts = "contexts";

    /// <summary>Names the split in a header.</summary>
    public const string Split = "split";

    /// <summary>Names the contexts of a file in its header.</summary>
    public const string Range = "split_texts";

    /// <summary>The type of the tensor of rows.</summary>
    public static string TypeOf(ActivationPrecision precision) => precision == ActivationPrecision.Float16 ? "F16" : "F32";

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="shard">Which.</param>
    /// <exception cref="IOException">The disk is full, or the folder can't be written.</exception>
    public void Write(Shard shard)
    {
        var temporary = shard.File + ".tmp"; // The file is locked; what a killed process left is written over.
        try
        {
            using (var file = File.Create(temporary, bufferSize: 1 << 16))
            {
                Write(shard, file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, shard.File, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private void Write(Shard shard, Stream file)
    {
        var (texts, length) = (shard.Texts, shard.Texts.Length);
        KeyValuePair<string, string>[] own = [new(Split, shard.Split), new(Range, shard.Range.ToString())];
        foreach (var entry in SafetensorsHeaderWriter.Write(file, [.. metadata, .. own], Tensors(shard)))
        {
            switch (entry.Name)
            {
                case Activations:
                    WriteRows(shard, file);
                    break;
                case Contexts:
                    file.Write(MemoryMarshal.AsBytes(texts.Tokens(shard.First, shard.Count)));
                    break;
                case "documents":
                    WriteNumbers(file, shard.Places, texts.Document);
                    break;
                case "positions":
                    WriteNumbers(file, shard.Places, place => place % length);
                    break;
                default:
                    WriteNumbers(file, shard.Places, place => texts.Tokens(place / length, 1)[place % length]);
                    break;
            }
        }
    }

    private (string, string, IReadOnlyList<long>)[] Tensors(Shard shard)
    {
        var rows = shard.Places.Length;
        return
        [
            (Activations, TypeOf(precision), [rows, harvest.Width]),
            (Contexts, "I32", [shard.Count, shard.Texts.Length]),
            ("documents", "I32", [rows]),
            ("positions", "I32", [rows]),
            ("tokens", "I32", [rows]),
        ];
    }

    private void WriteRows(Shard shard, Stream file)
    {
        foreach (var rows in harvest.Groups(shard.Texts, shard.First, shard.Count, shard.Places))
        {
            using (rows)
            {
                var numbers = rows.data<float>().ToArray();
                file.Write(
                    precision == ActivationPrecision.Float16
                        ? MemoryMarshal.AsBytes(Array.ConvertAll(numbers, number => (Half)number).AsSpan())
                        : MemoryMarshal.AsBytes(numbers.AsSpan())
                );
            }
        }
    }

    private static void WriteNumbers(Stream file, int[] places, Func<int, int> number) =>
        file.Write(MemoryMarshal.AsBytes(Array.ConvertAll(places, place => number(place)).AsSpan()));
}
