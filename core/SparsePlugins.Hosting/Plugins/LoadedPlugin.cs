using System.Security.Cryptography;
using SparsePlugins.Hosting.Components;
using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>A plugin that is loaded.</summary>
public sealed class LoadedPlugin : IDisposable
{
    private readonly IPluginSlot _slot;

    internal LoadedPlugin(PluginFolder folder, PluginFolder shadow)
    {
        Folder = folder;
        Assemblies = Describe(shadow);
        _slot = new McMasterSlot(shadow.AssemblyPath);
        try
        {
            Components = ComponentReader.Read(this, _slot.Assembly, XmlDocumentation.Beside(shadow.AssemblyPath));
        }
        catch
        {
            _slot.Dispose();
            throw;
        }
    }

    /// <summary>The folder it came from.</summary>
    public PluginFolder Folder { get; }

    /// <summary>The assembly's name.</summary>
    public string Name => Folder.Name;

    /// <summary>Its version, as <c>major.minor.patch</c>.</summary>
    public string Version => Assemblies[0].Version;

    /// <summary>The plugin's assembly, then those that it brings along, by name.</summary>
    public IReadOnlyList<PluginAssembly> Assemblies { get; }

    /// <summary>What it offers, by kind and name.</summary>
    public IReadOnlyList<Component> Components { get; }

    /// <summary>Unloads it, once nothing refers to it any more.</summary>
    public void Dispose() => _slot.Dispose();

    private static IReadOnlyList<PluginAssembly> Describe(PluginFolder shadow)
    {
        var brought = Directory.GetFiles(shadow.Path, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return [Describe(shadow.AssemblyPath), .. brought.Where(path => path != shadow.AssemblyPath).Select(Describe)];
    }

    private static PluginAssembly Describe(string path) =>
        new(
            Path.GetFileNameWithoutExtension(path),
            AssemblyVersion(path),
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))
        );

    private static string AssemblyVersion(string path) => System.Diagnostics.FileVersionInfo.GetVersionInfo(path).ProductVersion ?? "";
}
