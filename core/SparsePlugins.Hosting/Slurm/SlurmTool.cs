using System.ComponentModel;
using System.Diagnostics;

namespace SparsePlugins.Hosting.Slurm;

/// <summary>Calls a program of SLURM and waits for it.</summary>
internal static class SlurmTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it.</summary>
    /// <param name="program">sbatch, squeue, scancel.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="ClusterException">It isn't there, doesn't answer, or refuses.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new ClusterException($"{program} did not answer in {Patience.TotalSeconds:0} s; is the scheduler away?");
        }

        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new ClusterException($"{program} failed: {errors.GetAwaiter().GetResult().Trim().ReplaceLineEndings(" ")}");
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new ClusterException($"there is no program {program} on the PATH; run this where jobs of SLURM are submitted");
        }
    }
}
