using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace SparsePlugins.Plugins;

/// <summary>The files of a plugin that its code is loaded from: what lies beside them unused made no result.</summary>
/// <remarks>
/// Read from the metadata, and not from what happens to be loaded when a record is written: a run that resumes, or shares its process with others,
/// has the same record. What the code names at run time only, in a name that it puts together, can't be known.
/// </remarks>
internal sealed class UsedFiles
{
    private readonly List<string> _files = [];
    private readonly OwnAssemblies _assemblies;
    private readonly NativeSearch _natives;

    private UsedFiles(PluginPlace copy) => (_assemblies, _natives) = (new OwnAssemblies(copy), new NativeSearch(copy, copy));

    /// <summary>The plugin's assembly, then the others by path.</summary>
    /// <param name="copy">A plugin's folder that can be loaded.</param>
    public static IReadOnlyList<string> Find(PluginPlace copy)
    {
        var used = new UsedFiles(copy);
        used.Visit(copy.AssemblyPath);
        return [copy.AssemblyPath, .. used._files.Skip(1).Order(StringComparer.Ordinal)];
    }

    private void Visit(string path)
    {
        if (_files.Contains(path))
        {
            return;
        }

        using var assembly = AssemblyImage.Open(path, out _);
        if (assembly is not null)
        {
            _files.Add(path);
            _files.AddRange(Names(assembly.Metadata).SelectMany(_natives.FilesFor).Except(_files).ToArray());
            assembly.References.Select(_assemblies.Find).OfType<string>().ToList().ForEach(Visit);
        }
    }

    /// <summary>The libraries that it imports from, and the texts in its code: one may be the name of a library that it loads itself.</summary>
    private static IEnumerable<string> Names(MetadataReader metadata)
    {
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.ModuleRef); row++)
        {
            yield return metadata.GetString(metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name);
        }

        for (var text = MetadataTokens.UserStringHandle(0); !(text = metadata.GetNextHandle(text)).IsNil; )
        {
            yield return metadata.GetUserString(text);
        }
    }
}
