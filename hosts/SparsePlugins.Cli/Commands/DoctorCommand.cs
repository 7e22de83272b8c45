using System.CommandLine;
using SparsePlugins.Plugins;
using SparsePlugins.Storage.Processes;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse doctor [--self-test]</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var selfTest = new Option<bool>("--self-test") { Description = "Also compute small cases with known results on the device" };
        var verbose = new Option<bool>("--verbose") { Description = "Also print paths" };
        var (device, plugins) = (CommonOptions.Device(), CommonOptions.Plugins());
        var command = new Command("doctor", "Check the machine, libtorch, the device and the plugins; explain failures and how to fix them")
        {
            selfTest,
            device,
            plugins,
            verbose,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(selfTest),
                parsed.GetValue(device) ?? "auto",
                parsed.GetValue(plugins),
                new DoctorReport(parsed.GetValue(verbose))
            )
        );
        return command;
    }

    private static int Run(bool selfTest, string device, string[]? folders, DoctorReport report)
    {
        ReportMachine(report);
        ReportPlugins(folders, report);
        try
        {
            ReportLibTorch(LibTorch.Load(), report);
            var chosen = Devices.Choose(Devices.Parse(device));
            report.Ok("device", $"{chosen.Device} ({chosen.Why})");
            report.Ok("arithmetic", Arithmetic.Describe(chosen));
            report.Ok(
                "threads",
                $"1 per cohort or part of one on a CPU, {Environment.ProcessorCount} at once; more in large updates where cores are free"
            );
            if (selfTest)
            {
                ReportSelfTest(chosen, report);
            }
        }
        catch (LibTorchException problem)
        {
            report.Problem("libtorch", problem.Message);
        }

        return report.Conclude();
    }

    private static void ReportMachine(DoctorReport report)
    {
        var machine = Machine.Describe();
        report.Ok("sparse", $"{HostVersion.Text}, .NET {machine.DotNet}, TorchSharp {machine.TorchSharp}");
        report.Ok("system", machine.OperatingSystem);
        report.Ok("cpu", $"{machine.Cpu}, {machine.Cores} cores, {machine.VectorBits}-bit vectors");
    }

    private static void ReportPlugins(string[]? folders, DoctorReport report)
    {
        try
        {
            using var plugins = PluginSet.Load(folders ?? []);
            ReportPlugins(plugins, report);
        }
        catch (TemporaryFolderException problem)
        {
            report.Problem("plugins", problem.Message);
        }
    }

    private static void ReportPlugins(PluginSet plugins, DoctorReport report)
    {
        foreach (var root in plugins.Roots)
        {
            report.Place(root);
        }

        foreach (var plugin in plugins.Plugins)
        {
            report.Ok(
                "plugin",
                $"{plugin.Name} {plugin.Version}: {string.Join(", ", plugin.Components.Select(component => component.Schema.Name))}"
            );
        }

        foreach (var refused in plugins.Refused)
        {
            report.Problem("plugin", refused.ToString());
        }
    }

    private static void ReportLibTorch(LibTorchInstallation libtorch, DoctorReport report)
    {
        report.Ok("libtorch", $"{libtorch.Version}{(libtorch.HasCuda ? " with CUDA" : "")} (named by: {libtorch.Origin})");
        report.Place(libtorch.Folder);
        report.Ok("wrapper", libtorch.WrapperRepaired ? "a copy that asks for no newer libstdc++ than this system's" : "as it ships");
        report.Place(libtorch.WrapperPath);
        foreach (var note in libtorch.Notes)
        {
            report.Note("libtorch", note);
        }
    }

    private static void ReportSelfTest(ChosenDevice chosen, DoctorReport report)
    {
        foreach (var result in SelfTest.Run(chosen.Device))
        {
            Action<string, string> say = result.Passed ? report.Ok : report.Problem;
            say("self-test", $"{result.Name}: {result.Detail}");
        }
    }
}
