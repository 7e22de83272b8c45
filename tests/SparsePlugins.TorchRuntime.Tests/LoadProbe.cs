using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SparsePlugins.TorchRuntime.Tests;

/// <summary>A whole process that loads libtorch, prints what it found, multiplies two 8 by 8 matrices of ones, and does what its arguments ask for.</summary>
internal sealed record LoadProbe(int ExitCode, string Output, string Errors)
{
    private static readonly string Program = typeof(LoadProbe)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == nameof(LoadProbe))
        .Value!;

    public static Task<LoadProbe> RunAsync(params (string Name, string Value)[] environment) => RunAsync([], environment);

    public static async Task<LoadProbe> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(DotNet()) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment.Remove(LibTorchFolder.Variable);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>The value of a printed line name=value.</summary>
    public string Printed(string name) =>
        Output.Split('\n').Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    // The runtime's own folder is <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string DotNet() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
