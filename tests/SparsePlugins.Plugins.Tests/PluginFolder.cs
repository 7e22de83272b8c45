namespace SparsePlugins.Plugins.Tests;

/// <summary>A folder <c>plugins/</c> with plugins of a test's own.</summary>
internal sealed class PluginFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PluginFolder() => Directory.CreateDirectory(Root);

    public string Root => _folder["plugins"];

    public string this[string name] => _folder[name];

    /// <summary>Where a plugin's assembly is.</summary>
    public string AssemblyOf(string name) => Path.Combine(Root, name, name + ".dll");

    /// <summary>Puts an assembly where it belongs.</summary>
    public string Add(string name, byte[] image)
    {
        Directory.CreateDirectory(Path.Combine(Root, name));
        File.WriteAllBytes(AssemblyOf(name), image);
        return Path.Combine(Root, name);
    }

    /// <summary>Copies the build of a fixture plugin into a folder of its name.</summary>
    public string AddBuilt(string fixture)
    {
        var built = Path.Combine(Repository.Root, "tests", "fixtures", fixture, "bin", Repository.Configuration, "net10.0");
        var folder = Directory.CreateDirectory(Path.Combine(Root, fixture)).FullName;
        foreach (var file in Directory.GetFiles(built))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>The one sentence with which the one plugin in it is refused.</summary>
    public string Refusal()
    {
        using var plugins = PluginSet.Load([Root]);
        Assert.Empty(plugins.Plugins);
        return Assert.Single(plugins.Refused).Reason;
    }

    public void Dispose() => _folder.Dispose();
}
