using System.CommandLine;
using System.Globalization;
using SparsePlugins.Cli.Signals;
using SparsePlugins.Contracts;
using SparsePlugins.Hosting;
using SparsePlugins.Output.Progress;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse record MANIFEST</c>.</summary>
internal static class RecordCommand
{
    public static Command Create()
    {
        var manifest = CommonOptions.Manifest();
        var (set, plugins, device, json) = (CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Device(), CommonOptions.Json());
        var command = new Command(
            "record",
            "Record the activations that a manifest's runs share, as safetensors files; trains nothing. Runs of the same source then read them"
        )
        {
            manifest,
            set,
            plugins,
            device,
            json,
        };
        command.SetAction(parsed =>
            Run(
                new RunSettings(parsed.GetRequiredValue(manifest))
                {
                    Overrides = parsed.GetValue(set) ?? [],
                    PluginPaths = parsed.GetValue(plugins) ?? [],
                    Device = parsed.GetValue(device),
                },
                parsed.GetValue(json)
            )
        );
        return command;
    }

    private static int Run(RunSettings settings, bool json)
    {
        using var signals = new StopSignals();
        var console = new ConsoleProgress();
        try
        {
            using var experiment = Experiment.Open(settings, console, signals.Token);
            return experiment.Plan is null
                ? ExitCode.Invalid
                : Conclude(SourceRecorder.Record(experiment, console, signals.Token), console, json);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            console.Close();
            Console.Error.WriteLine("stopped; whole files are kept, and the same command writes the others");
            return ExitCode.Resumable;
        }
        catch (ComponentException failure)
        {
            console.Close();
            Console.Error.WriteLine($"error: {failure.Message}");
            return ExitCode.Failed;
        }
        finally
        {
            console.Close();
        }
    }

    private static int Conclude(IReadOnlyList<(string Source, Recording? Recording)> recorded, ConsoleProgress console, bool json)
    {
        console.Close();
        if (json)
        {
            JsonOutput.Print(new { Sources = recorded.Select(one => new { one.Source, one.Recording }) });
        }
        else
        {
            recorded.SelectMany(one => Lines(one.Source, one.Recording)).ToList().ForEach(StandardOutput.Writer.WriteLine);
        }

        return ExitCode.Ok;
    }

    private static IEnumerable<string> Lines(string source, Recording? recording) =>
        recording is not { Folder.Length: > 0 }
            ? [$"{source}: keeps nothing in files"]
            :
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source}: {recording.Rows} rows of {recording.Width} numbers in {recording.Files.Count} files, {recording.NewFiles} of them new, {recording.Bytes / 1e6:0.0} MB"
                ),
                $"  {recording.Folder}",
            ];
}
