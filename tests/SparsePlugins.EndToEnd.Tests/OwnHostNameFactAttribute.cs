using System.Diagnostics;

namespace SparsePlugins.EndToEnd.Tests;

/// <summary>A test whose processes have host names of their own, where that is allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnHostNameFactAttribute : FactAttribute
{
    public OwnHostNameFactAttribute() =>
        Skip =
            !File.Exists("/usr/bin/unshare") ? "there is no unshare (Debian: util-linux)"
            : !IsAllowed() ? "processes can't have a host name of their own here (unshare --uts)"
            : null;

    /// <summary>Whether the system lets a process have one.</summary>
    internal static bool IsAllowed()
    {
        using var process = Process.Start("unshare", ["--uts", "true"]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
