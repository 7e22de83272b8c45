using System.Reflection;

namespace SparsePlugins.Cli;

/// <summary>The version of this build.</summary>
internal static class HostVersion
{
    public static string Text { get; } =
        typeof(HostVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
