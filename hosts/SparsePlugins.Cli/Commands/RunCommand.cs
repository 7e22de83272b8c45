using System.CommandLine;

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
        var fresh = new Option<bool>("--fresh") { Description = "Runs again what is already finished" };
        var command = new Command("run", "Trains every run of a manifest that has no record yet, and writes the report")
        {
            manifest,
            folder,
            set,
            plugins,
            jobs,
            device,
            fresh,
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
                parsed.GetValue(json)
            ).Execute()
        );
        return command;
    }
}
