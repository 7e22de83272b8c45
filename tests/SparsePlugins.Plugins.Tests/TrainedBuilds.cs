using System.Security.Cryptography;
using System.Text.Json;
using SparsePlugins.Records;

namespace SparsePlugins.Plugins.Tests;

/// <summary>Builds of one plugin that all behave differently, and the curves that each gives when it is the only one there ever was.</summary>
internal sealed class TrainedBuilds
{
    private readonly Dictionary<string, Dictionary<long, string>> _curves;

    /// <summary>Compiles them, and trains with each alone.</summary>
    /// <param name="plugin">The plugin's name.</param>
    /// <param name="component">Its initializer's name.</param>
    /// <param name="count">How many.</param>
    public TrainedBuilds(string plugin, string component, int count)
    {
        Images = [.. Enumerable.Range(0, count).Select(i => Compiled.Plugin(plugin, Texts.Initializer(component, i)))];
        _curves = Images.ToDictionary(HashOf, image => TrainAlone(plugin, component, image));
        Assert.Equal(count, _curves.Values.Select(seeds => string.Concat(seeds.OrderBy(seed => seed.Key))).Distinct().Count());
    }

    public IReadOnlyList<byte[]> Images { get; }

    /// <summary>What is wrong with a record that says it was made by the build of this hash, or <see langword="null"/>.</summary>
    public string? Complaint(RunRecord record, string sha256) =>
        record.Message.Length > 0 ? record.Message
        : !_curves.TryGetValue(sha256, out var seeds) ? $"names {sha256}, which is no build"
        : seeds[record.Seed] != CurvesOf(record) ? $"names {sha256}, but another build made its curves: {Maker(record) ?? "none known"}"
        : null;

    /// <summary>Of the bytes of a file, computed here and not by the library.</summary>
    public static string HashOf(byte[] image) => Convert.ToHexStringLower(SHA256.HashData(image));

    private string? Maker(RunRecord record) => _curves.FirstOrDefault(build => build.Value[record.Seed] == CurvesOf(record)).Key;

    private static Dictionary<long, string> TrainAlone(string plugin, string component, byte[] image)
    {
        using var folder = new PluginFolder();
        folder.Add(plugin, image);
        using var plugins = PluginSet.Load([Repository.HostPlugins, folder.Root]);
        var records = Training.Run(plugins, folder.Write("m.yaml", Texts.Manifest($"[{component}]")), folder["out"]);
        return records.ToDictionary(record => record.Seed, CurvesOf);
    }

    private static string CurvesOf(RunRecord record)
    {
        using var json = JsonDocument.Parse(RecordJson.Write(record));
        return json.RootElement.GetProperty("curves").GetRawText();
    }
}
