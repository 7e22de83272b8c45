using System.Diagnostics;

namespace SparsePlugins.Templates.Tests;

/// <summary>The <c>dotnet</c> of an author, who has this repository's packages and nothing else of it.</summary>
internal static class DotNet
{
    /// <summary>Runs it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="arguments">What to do.</param>
    public static Answer Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Forget(start);
        using var process = Process.Start(start)!;
        return Sparse.Finish(process);
    }

    /// <summary>The test that runs this is itself in a `dotnet test`, which tells its children where MSBuild and the test host are.</summary>
    private static void Forget(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsOfTheBuild).ToArray())
        {
            start.Environment.Remove(name);
        }

        // No server of this build outlives the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
    }

    private static bool IsOfTheBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name is "TESTINGPLATFORM_DOTNETTEST" or "Platform" or "Configuration";
}
