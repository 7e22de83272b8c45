using System.CommandLine;
using System.Globalization;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse run MANIFEST</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var manifest = CommonOptions.Manifest();
        var folder = new Option<string>("--out")
        {
            Description = "Where records and the report go; default runs/NAME, after the manifest's name",
            HelpName = "DIR",
        };
        var (set, plugins, device, json) = (CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Device(), CommonOptions.Json());
        var jobs = new Option<int?>("--jobs")
        {
            Description = "Cohorts at once; default one per core on a CPU, one on a GPU",
            HelpName = "N",
        };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var count) || count < 1))
            {
                result.AddError("--jobs: must be a whole number, at least 1");
            }
        });
        var fresh = new Option<bool>("--fresh") { Description = "Runs again what is finished or has a checkpoint" };
        var checkpointEvery = new Option<double>("--checkpoint-every")
        {
            Description =
                "Seconds between two checkpoints of a run, at least; they never take more than a fiftieth of the time, unless this is 0",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 60,
        };
        checkpointEvery.Validators.Add(result =>
        {
            if (
                result.Tokens is [var token]
                && !(double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 1e6)
            )
            {
                result.AddError("--checkpoint-every: must be a number of seconds from 0 to 1000000");
            }
        });
        var noWeights = new Option<bool>("--no-weights") { Description = "Leaves out the trained weights, weights/ID.safetensors" };
        var command = new Command("run", "Trains every run of a manifest that has no record yet, and writes the report")
        {
            manifest,
            folder,
            set,
            plugins,
            jobs,
            device,
            fresh,
            checkpointEvery,
            noWeights,
            json,
        };
        command.SetAction(parsed =>
            new ExperimentRun(
                parsed.GetRequiredValue(manifest),
                parsed.GetValue(folder),
                parsed.GetValue(set) ?? [],
                parsed.GetValue(plugins) ?? [],
                parsed.GetValue(jobs),
                parsed.GetValue(device),
                parsed.GetValue(fresh),
                parsed.GetValue(json),
                TimeSpan.FromSeconds(parsed.GetValue(checkpointEvery)),
                !parsed.GetValue(noWeights)
            ).Execute()
        );
        return command;
    }
}
