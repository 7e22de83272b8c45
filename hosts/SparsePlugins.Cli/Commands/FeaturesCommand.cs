using System.CommandLine;
using SparsePlugins.Cli.Signals;
using SparsePlugins.Hosting.Features;
using SparsePlugins.Output.Progress;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse features PATH</c>.</summary>
internal static class FeaturesCommand
{
    private const int MostRows = 10_000_000;

    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "The folder that 'sparse run' wrote, or a folder of another tool" };
        var run = new Option<string?>("--run")
        {
            Description = "The run whose id begins with these digits; default the best at the end",
            HelpName = "ID",
        };
        var manifest = new Option<string?>("--manifest")
        {
            Description =
                "The manifest whose source gives the data; needed where its source reads files, and for other tools' dictionaries",
            HelpName = "FILE",
        };
        var rows = new Option<int>("--rows")
        {
            Description = "About how many held-out rows to read",
            HelpName = "N",
            DefaultValueFactory = _ => 16_384,
        };
        rows.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int>() is < 1 or > MostRows)
            {
                parsed.AddError($"--rows must be from 1 to {MostRows}");
            }
        });
        var output = new Option<string?>("--out") { Description = "The page to write; default PATH/features.html", HelpName = "FILE" };
        var plugins = CommonOptions.Plugins();
        var command = new Command("features", "Write a page that shows what each feature of a dictionary fires on; works offline")
        {
            path,
            run,
            manifest,
            rows,
            output,
            plugins,
        };
        command.SetAction(parsed =>
            Run(
                new FeatureRequest(parsed.GetRequiredValue(path))
                {
                    Run = parsed.GetValue(run),
                    Manifest = parsed.GetValue(manifest),
                    Rows = parsed.GetValue(rows),
                    PluginPaths = parsed.GetValue(plugins) ?? [],
                },
                parsed.GetValue(output)
            )
        );
        return command;
    }

    private static int Run(FeatureRequest request, string? output)
    {
        TorchRuntime.LibTorch.Load();
        using var signals = new StopSignals();
        var console = new ConsoleProgress();
        try
        {
            var page = request.Render(console, signals.Token);
            var file = output ?? Path.Combine(request.Path, "features.html");
            AtomicFile.Write(Path.GetFullPath(file), page);
            console.Close();
            StandardOutput.Writer.WriteLine(file);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCode.Resumable;
        }
        finally
        {
            console.Close();
        }
    }
}
