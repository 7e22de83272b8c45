using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>A test on a small disk; where none can be mounted it is skipped, and its line says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private const string Reason = "a small disk can't be mounted here (it takes Linux, and root)";
    private static readonly bool Works = OperatingSystem.IsLinux() && Probe.Try(SmallDisk.CanMount);

    public SmallDiskFactAttribute([CallerMemberName] string test = "")
    {
        if (!Works)
        {
            (Skip, DisplayName) = (Reason, $"{test}: {Reason}");
        }
    }
}

/// <summary>A test that runs the command as another user; where that can't be done it is skipped, and its line says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OtherUserFactAttribute : FactAttribute
{
    private const string Reason = "the command can't be run as another user here (it takes root, setpriv, and a checkout all may read)";
    private static readonly bool Works = Probe.Try(() => Shell.RunAsNobody("--help").ExitCode == 0);

    public OtherUserFactAttribute([CallerMemberName] string test = "")
    {
        if (!Works)
        {
            (Skip, DisplayName) = (Reason, $"{test}: {Reason}");
        }
    }
}

/// <summary>Tries what a machine may not have the program for.</summary>
internal static class Probe
{
    public static bool Try(Func<bool> probe)
    {
        try
        {
            return probe();
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
