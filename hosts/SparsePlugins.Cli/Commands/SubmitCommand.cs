using System.CommandLine;
using SparsePlugins.Hosting;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse submit MANIFEST</c>.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var manifest = CommonOptions.Manifest();
        var folder = CommonOptions.Out();
        var (set, plugins, device) = (CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Device());
        var cluster = new ClusterOptions();
        var tasks = Count("--tasks", "Workers; default one per cohort, at most 32");
        var most = Count("--array-limit", "How many workers may run at once; default all");
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the script, and submit nothing" };
        var command = new Command("submit", "Train a manifest on a SLURM cluster: workers on one folder, then the report")
        {
            manifest,
            folder,
            set,
            plugins,
            device,
            tasks,
            most,
            dryRun,
        };
        cluster.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = new RunSettings(parsed.GetRequiredValue(manifest))
            {
                Folder = parsed.GetValue(folder),
                Overrides = parsed.GetValue(set) ?? [],
                PluginPaths = parsed.GetValue(plugins) ?? [],
                Device = parsed.GetValue(device),
            };
            return new Submitting(settings, cluster.Of(parsed), parsed.GetValue(tasks), parsed.GetValue(most)).Execute(
                parsed.GetValue(dryRun)
            );
        });
        return command;
    }

    private static Option<int?> Count(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var count) || count is < 1 or > 10_000))
            {
                result.AddError($"{name}: must be a whole number from 1 to 10000");
            }
        });
        return option;
    }
}
