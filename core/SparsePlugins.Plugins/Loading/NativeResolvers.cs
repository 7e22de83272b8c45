using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SparsePlugins.Plugins;

/// <summary>Has the P/Invokes of a plugin's assemblies answered by its own <see cref="NativeSearch"/>, which refuses what would be another plugin's.</summary>
/// <remarks>
/// An assembly can have one resolver only. A plugin that sets resolvers itself keeps them; its load context still finds its libraries by path.
/// </remarks>
internal sealed class NativeResolvers : IDisposable
{
    private readonly AssemblyLoadContext _context;
    private readonly NativeSearch _natives;

    /// <summary>From now on, every assembly that is loaded into the context gets the resolver.</summary>
    /// <param name="context">The plugin's context, without assemblies so far.</param>
    /// <param name="natives">Finds its libraries.</param>
    /// <param name="copy">The folder that its files are loaded from.</param>
    public NativeResolvers(AssemblyLoadContext context, NativeSearch natives, PluginPlace copy)
    {
        (_context, _natives) = (context, natives);
        context.ResolvingUnmanagedDll += (_, name) => throw natives.NotFound(name);
        if (!Directory.EnumerateFiles(copy.Path, "*.dll").Any(SetsResolvers))
        {
            AppDomain.CurrentDomain.AssemblyLoad += Set;
        }
    }

    /// <summary>Assemblies that are loaded later get none; the event of the process no longer holds the plugin.</summary>
    public void Dispose() => AppDomain.CurrentDomain.AssemblyLoad -= Set;

    private void Set(object? sender, AssemblyLoadEventArgs loaded)
    {
        if (AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly) == _context)
        {
            NativeLibrary.SetDllImportResolver(loaded.LoadedAssembly, Resolve);
        }
    }

    private nint Resolve(string name, Assembly assembly, DllImportSearchPath? where) =>
        _natives.Load(name, [Path.GetDirectoryName(assembly.Location)]);

    private static bool SetsResolvers(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            return image.HasMetadata && RefersToSetting(image.GetMetadataReader());
        }
        catch (BadImageFormatException)
        {
            return false; // No assembly.
        }
    }

    private static bool RefersToSetting(MetadataReader metadata) =>
        metadata
            .MemberReferences.Select(handle => metadata.GetMemberReference(handle).Name)
            .Any(name => metadata.StringComparer.Equals(name, nameof(NativeLibrary.SetDllImportResolver)));
}
