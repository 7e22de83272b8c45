using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SparsePlugins.Formats;
using SparsePlugins.Interchange;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Execution.Dictionaries;

/// <summary>A trained dictionary that a manifest measures.</summary>
/// <param name="Name">Its path, as the manifest states it; of a pattern, that of the file.</param>
/// <param name="Dictionary">The dictionary.</param>
public sealed record GivenDictionary(string Name, PortableDictionary Dictionary)
{
    /// <summary>Its architecture with the options that its files state: <c>top-k(k=4)</c>.</summary>
    public string Architecture
    {
        get
        {
            var options = Dictionary.Options.Select(option => $"{option.Key}={option.Value}");
            return Dictionary.Options.Count == 0 ? Dictionary.Architecture : $"{Dictionary.Architecture}({string.Join(',', options)})";
        }
    }

    /// <summary>SHA-256 over all that decides its codes and reconstructions, wherever its files lie.</summary>
    public string Content => field ??= Hash();

    /// <summary>The dictionaries of an entry of the list <c>dictionaries</c>.</summary>
    /// <param name="path">A folder of another tool, a weights file, or a pattern of such files.</param>
    /// <param name="files">Where relative paths begin.</param>
    /// <exception cref="InterchangeException">There is none, or it can't be read.</exception>
    public static IReadOnlyList<GivenDictionary> Find(string path, InputFiles files)
    {
        var full = Path.GetFullPath(Path.Combine(files.Folder, path));
        if (Directory.Exists(full))
        {
            return [new(path.TrimEnd('/', '\\'), ReadFolder(full))];
        }

        var found = files.Find(path);
        return found.Count == 0
            ? throw new InterchangeException($"no folder or file '{path}' in {files.Folder}; paths are relative to the manifest")
            : [.. found.Select(file => new GivenDictionary(NameOf(path, file), WeightsFile.Read(file).Dictionary))];
    }

    private static PortableDictionary ReadFolder(string folder) =>
        DictionaryFolder.ToolOf(folder) is null && Directory.Exists(Path.Combine(folder, "weights"))
            ? throw new InterchangeException(
                $"{folder}: is the folder of an experiment; name its dictionaries, for instance weights/*.safetensors in it"
            )
            : DictionaryFolder.Read(folder);

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var words = $"{Dictionary.Architecture} {Dictionary.Options.ToJsonString()} {Dictionary.Normalization}";
        hash.AppendData(Encoding.UTF8.GetBytes(words));
        foreach (var (name, numbers) in Arrays())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} [{string.Join(',', numbers.Shape)}]"));
            hash.AppendData(MemoryMarshal.AsBytes<float>(numbers.Values));
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>As the manifest would name it.</summary>
    private static string NameOf(string path, string file) =>
        Path.GetDirectoryName(path) is { Length: > 0 } folder ? $"{folder}/{Path.GetFileName(file)}" : Path.GetFileName(file);

    private IEnumerable<(string Name, NumberArray Numbers)> Arrays()
    {
        var transform = new[] { ("center", Dictionary.Center), ("scale", Dictionary.Scale), ("inverse", Dictionary.ScaleInverse) };
        return Dictionary
            .Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value))
            .Concat(transform.Where(one => one.Item2 is not null).Select(one => (one.Item1, one.Item2!)));
    }
}
