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
        var (device, plugins) = (CommonOptions.Device(), CommonOptions.Plugins());
        var command = new Command("doctor", "Check the machine, libtorch, the device and the plugins; explain failures and how to fix them")
        {
            selfTest,
            device,
            plugins,
        };
        command.SetAction(parsed => Run(parsed.GetValue(selfTest), parsed.GetValue(device) ?? "auto", parsed.GetValue(plugins)));
        return command;
    }

    private static int Run(bool selfTest, string device, string[]? folders)
    {
        PrintMachine();
        var pluginsAreWell = PrintPlugins(folders);
        try
        {
            PrintLibTorch(LibTorch.Load());
            var chosen = Devices.Choose(Devices.Parse(device));
            Line("device", $"{chosen.Device} ({chosen.Why})");
            Line("arithmetic", Arithmetic.Describe(chosen));
            Line("threads", $"1 a cohort on a CPU, {Environment.ProcessorCount} cohorts at once");
            var numbersAreRight = !selfTest || PrintSelfTest(chosen);
            return pluginsAreWell && numbersAreRight ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (LibTorchException problem)
        {
            Line("libtorch", "PROBLEM: " + problem.Message);
            return ExitCode.Failed;
        }
    }

    private static void PrintMachine()
    {
        var machine = Machine.Describe();
        Line("sparse", $"{HostVersion.Text}, .NET {machine.DotNet}, TorchSharp {machine.TorchSharp}");
        Line("system", machine.OperatingSystem);
        Line("cpu", $"{machine.Cpu}, {machine.Cores} cores, {machine.VectorBits}-bit vectors");
    }

    private static bool PrintPlugins(string[]? folders)
    {
        try
        {
            using var plugins = PluginSet.Load(folders ?? []);
            return PrintPlugins(plugins);
        }
        catch (TemporaryFolderException problem)
        {
            Line("plugins", "PROBLEM: " + problem.Message);
            return false;
        }
    }

    private static bool PrintPlugins(PluginSet plugins)
    {
        foreach (var root in plugins.Roots)
        {
            Line("plugins", root);
        }

        foreach (var plugin in plugins.Plugins)
        {
            Line("", $"{plugin.Name} {plugin.Version}: {string.Join(", ", plugin.Components.Select(component => component.Schema.Name))}");
        }

        foreach (var refused in plugins.Refused)
        {
            Line("", "PROBLEM: " + refused);
        }

        return plugins.Refused.Count == 0;
    }

    private static void PrintLibTorch(LibTorchInstallation libtorch)
    {
        Line("libtorch", $"{libtorch.Version}{(libtorch.HasCuda ? " with CUDA" : "")} in {libtorch.Folder} (named by: {libtorch.Origin})");
        Line(
            "wrapper",
            libtorch.WrapperPath + (libtorch.WrapperRepaired ? " (a copy that asks for no newer libstdc++ than this system's)" : "")
        );
        foreach (var note in libtorch.Notes)
        {
            Line("", note);
        }
    }

    private static bool PrintSelfTest(ChosenDevice chosen)
    {
        var results = SelfTest.Run(chosen.Device);
        foreach (var result in results)
        {
            Line("self-test", $"{(result.Passed ? "ok    " : "FAILED")} {result.Name}: {result.Detail}");
        }

        return results.All(result => result.Passed);
    }

    private static void Line(string topic, string text) => StandardOutput.Writer.WriteLine($"{topic, -10} {text}");
}
