using System.Reflection.Metadata;

namespace SparsePlugins.Plugins;

/// <summary>Members of the framework that lead to folders which depend on where, and by which program, a run is made.</summary>
internal static class ProcessPlaces
{
    /// <summary>Their full names.</summary>
    public static readonly IReadOnlySet<string> Members = new HashSet<string>
    {
        "System.AppContext.BaseDirectory",
        "System.AppDomain.BaseDirectory",
        "System.AppDomain.RelativeSearchPath",
        "System.AppDomain.DynamicDirectory",
        "System.Environment.CurrentDirectory",
        "System.Environment.ProcessPath",
        "System.Environment.CommandLine",
        "System.Environment.GetCommandLineArgs",
        "System.IO.Directory.GetCurrentDirectory",
        "System.IO.Directory.SetCurrentDirectory",
        "System.Diagnostics.ProcessModule.FileName",
    };

    /// <summary>Why an assembly that uses one of them is refused, in a sentence; or null.</summary>
    /// <remarks>The assembly's own folder is another matter: all of it is in a run's id.</remarks>
    public static string? Refusal(AssemblyImage assembly)
    {
        var metadata = assembly.Metadata;
        var used = metadata.MemberReferences.Select(handle => NameOf(metadata, handle)).FirstOrDefault(Members.Contains);
        return used is null
            ? null
            : $"{assembly.FileName} uses {used}, which leads to files that are not in a run's id; a file that is read is an option with [InputPath], or lies in the plugin's folder and is found by Assembly.Location";
    }

    private static string NameOf(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return "";
        }

        var (type, name) = (
            SignatureText.Instance.GetTypeFromReference(metadata, (TypeReferenceHandle)member.Parent, 0),
            metadata.GetString(member.Name)
        );
        return $"{type}.{(name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name)}";
    }
}
