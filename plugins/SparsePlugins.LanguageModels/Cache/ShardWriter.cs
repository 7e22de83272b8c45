using System.Globalization;
using System.Runtime.InteropServices;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>Writes files of a recording: safetensors with <c>activations</c> [R, D], and where each row is from: <c>documents</c>, <c>positions</c>, <c>tokens</c>, all [R] int32.</summary>
/// <param name="harvest">Computes the rows.</param>
/// <param name="precision">How they are stored.</param>
/// <param name="metadata">For the header of every file.</param>
internal sealed class ShardWriter(Harvest harvest, ActivationPrecision precision, IReadOnlyDictionary<string, string> metadata)
{
    /// <summary>The tensor of rows.</summary>
    public const string Activations = "activations";

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
        var rows = shard.Places.Length;
        var tensors = new (string, string, IReadOnlyList<long>)[]
        {
            (Activations, precision == ActivationPrecision.Float16 ? "F16" : "F32", [rows, harvest.Width]),
            ("documents", "I32", [rows]),
            ("positions", "I32", [rows]),
            ("tokens", "I32", [rows]),
        };
        var (texts, length) = (shard.Texts, shard.Texts.Length);
        foreach (var entry in SafetensorsHeaderWriter.Write(file, [.. metadata, new("split_texts", Range(shard))], tensors))
        {
            switch (entry.Name)
            {
                case Activations:
                    WriteRows(shard, file);
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

    private static string Range(Shard shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{shard.First}..{shard.First + shard.Count - 1} of {shard.Texts.Count}");
}
