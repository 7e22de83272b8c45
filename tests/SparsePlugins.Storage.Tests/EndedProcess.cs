using System.Diagnostics;
using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Storage.Tests;

/// <summary>A process of this machine that has ended.</summary>
internal static class EndedProcess
{
    private static readonly Lazy<ProcessIdentity> Ended = new(() =>
    {
        using var process = Process.Start("true");
        process.WaitForExit();
        return ProcessIdentity.Current with { Id = process.Id };
    });

    public static ProcessIdentity Identity => Ended.Value;
}
