using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SparsePlugins.Benchmarks;

/// <summary>Compares what two builds trained: the tensors and the curves of every run, byte for byte.</summary>
/// <remarks>It reads run folders as anybody may, and not with the product's code: that is what changes between the two.</remarks>
internal static class TrainedBytes
{
    private const int LengthBytes = 8;

    /// <summary>Prints a line per run of the folders below <paramref name="after"/>, and counts those that differ from <paramref name="before"/>.</summary>
    /// <param name="before">A folder of run folders.</param>
    /// <param name="after">Another, from the same manifests.</param>
    /// <returns>0 where all runs are there and equal.</returns>
    public static int Compare(string before, string after)
    {
        var (first, second) = (Digest(before), Digest(after));
        var differ = 0;
        foreach (var run in first.Keys.Union(second.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (first.GetValueOrDefault(run), second.GetValueOrDefault(run));
            differ += old == now ? 0 : 1;
            Console.WriteLine(
                $"{(old == now ? "same" : "DIFFERENT")}  {run}  {now?[..16] ?? "missing"}{(old == now ? "" : $" before {old?[..16] ?? "missing"}")}"
            );
        }

        Console.WriteLine($"{first.Count} runs before, {second.Count} after; {differ} differ");
        return first.Count > 0 && differ == 0 ? 0 : 1;
    }

    private static Dictionary<string, string> Digest(string folder) =>
        Directory
            .GetDirectories(folder)
            .SelectMany(manifest => Directory.GetFiles(Path.Combine(manifest, "runs"), "*.json").Select(record => Digest(manifest, record)))
            .ToDictionary(StringComparer.Ordinal);

    private static KeyValuePair<string, string> Digest(string manifest, string path)
    {
        var record = JsonNode.Parse(File.ReadAllBytes(path))!;
        var weights = Path.Combine(manifest, "weights", Path.ChangeExtension(Path.GetFileName(path), ".safetensors"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Measured(record["curves"]!)));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(record["reinitializations"]));
        foreach (var (name, bytes) in Tensors(File.ReadAllBytes(weights)).OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            hash.AppendData(bytes);
        }

        return new(NameOf(manifest, record), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>What was measured, without what metrics say of it, and without schedules, which follow from the spec and earlier versions don't record.</summary>
    private static JsonArray Measured(JsonNode curves) =>
        [
            .. curves
                .AsArray()
                .Where(curve => curve!["reported_as"]?.GetValue<string>() != "schedule")
                .Select(curve => new JsonObject(
                    new[] { "measurement", "unit", "better", "steps", "values" }.Select(key =>
                        KeyValuePair.Create(key, curve![key]?.DeepClone())
                    )
                )),
        ];

    /// <summary>What the run is called, without what may be called otherwise in another version.</summary>
    private static string NameOf(string manifest, JsonNode record)
    {
        var spec = record["spec"]!;
        string[] parts =
        [
            Path.GetFileName(manifest),
            $"seed={record["seed"]}",
            record["initializer"]!.ToString(),
            record["reinitializer"]!.ToString(),
            $"bias={spec["autoencoder"]!["decoder_bias"] ?? spec["autoencoder"]!["with"]?["decoder_bias"]}",
            $"l1={spec["autoencoder"]!["l1"] ?? spec["autoencoder"]!["with"]?["l1"]}",
            $"step={spec["training"]!["step"]}",
            $"correlation={spec["source"]!["with"]!["correlation"]}",
            $"inputs={spec["source"]!["center"]},{spec["source"]!["scale"]}",
        ];
        return string.Join(' ', parts);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Tensors(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var header = JsonNode.Parse(file.AsSpan(LengthBytes, length))!.AsObject();
        return header
            .Where(entry => entry.Key != "__metadata__")
            .Select(entry =>
            {
                var offsets = entry.Value!["data_offsets"]!.AsArray();
                var (begin, end) = ((int)offsets[0]!, (int)offsets[1]!);
                return (entry.Key, file[(LengthBytes + length + begin)..(LengthBytes + length + end)]);
            });
    }
}
