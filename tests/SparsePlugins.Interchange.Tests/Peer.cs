using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.Interchange.Tests;

/// <summary>A folder that another tool wrote, and what that tool computes with it; <c>tests/fixtures/dictionaries/README.md</c> says how.</summary>
internal sealed class Peer(string name)
{
    public static readonly string Folders = Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries");

    /// <summary>All 44.</summary>
    public static IEnumerable<string> Names =>
        Directory.GetDirectories(Folders).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public string Folder { get; } = Path.Combine(Folders, name);

    /// <summary>Of the seven rows, by name: <c>input</c>, <c>codes</c>, <c>reconstruction</c> and others.</summary>
    public Dictionary<string, Tensor> Expected()
    {
        using var file = File.OpenRead(Path.Combine(Folder, "expected.safetensors"));
        var header = SafetensorsHeader.Read(file);
        return header.Entries.ToDictionary(
            entry => entry.Name,
            entry =>
            {
                var numbers = SafetensorsNumbers.Read(file, header, entry);
                return tensor(numbers.Values).reshape([.. numbers.Shape]);
            }
        );
    }
}
