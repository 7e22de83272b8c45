using System.CommandLine;
using System.Globalization;
using SparsePlugins.Hosting;
using SparsePlugins.Workers;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse run MANIFEST</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var manifest = CommonOptions.Manifest();
        var folder = CommonOptions.Out();
        var (set, plugins, device, json) = (CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Device(), CommonOptions.Json());
        var jobs = Jobs();
        var fresh = new Option<bool>("--fresh") { Description = "Restart finished runs and runs with a checkpoint" };
        var checkpointEvery = new Option<double>("--checkpoint-every")
        {
            Description = "Minimum seconds between checkpoints of a run, which are kept below 2 % of its time; 0 removes that limit",
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
        var noWeights = new Option<bool>("--no-weights") { Description = "Don't save the trained weights, weights/ID.safetensors" };
        var worker = new Option<bool>("--worker")
        {
            Description = "Train only what no other process has claimed; wait for none, and write no report",
        };
        var callLimit = CallLimit();
        var isolate = new Option<bool>("--isolate")
        {
            Description = "Use a child process per cohort, so that a component that crashes its process ends no other run",
        };
        var memoryLimit = Amount(
            "--memory-limit",
            "MiB of memory that a child process of --isolate may use; default half of the machine's",
            "MIB",
            1e9
        );
        memoryLimit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !result.GetValue(isolate))
            {
                result.AddError("--memory-limit: only a process of its own can be held to it; add --isolate");
            }
        });
        var command = new Command("run", "Train all unfinished runs of a manifest and write the report")
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
            worker,
            callLimit,
            isolate,
            memoryLimit,
            json,
        };
        command.SetAction(parsed =>
        {
            var call = CallLimitOf(parsed.GetValue(callLimit));
            var memory = parsed.GetValue(memoryLimit) is { } mebibytes ? (long)(mebibytes * (1 << 20)) : IsolationLimits.DefaultMemory;
            return new ManifestRun(
                new RunSettings(parsed.GetRequiredValue(manifest))
                {
                    Folder = parsed.GetValue(folder),
                    Overrides = parsed.GetValue(set) ?? [],
                    PluginPaths = parsed.GetValue(plugins) ?? [],
                    Jobs = parsed.GetValue(jobs),
                    Device = parsed.GetValue(device),
                    Fresh = parsed.GetValue(fresh),
                    CheckpointEvery = TimeSpan.FromSeconds(parsed.GetValue(checkpointEvery)),
                    KeepsWeights = !parsed.GetValue(noWeights),
                    IsWorker = parsed.GetValue(worker),
                    RenewsReport = !parsed.GetValue(worker),
                    CallLimit = call,
                    Isolation = parsed.GetValue(isolate) ? new IsolationLimits(call, memory) : null,
                },
                parsed.GetValue(json)
            ).Execute();
        });
        return command;
    }

    /// <summary><c>--call-limit</c>.</summary>
    internal static Option<double?> CallLimit() =>
        Amount(
            "--call-limit",
            "Seconds that one call of a component may last; its run then fails, and the others continue; default 600",
            "SECONDS",
            1e7
        );

    /// <summary>The limit that <c>--call-limit</c> gives.</summary>
    internal static TimeSpan CallLimitOf(double? seconds) =>
        seconds is { } given ? TimeSpan.FromSeconds(given) : IsolationLimits.DefaultCall;

    /// <summary><c>--jobs</c>.</summary>
    internal static Option<int?> Jobs()
    {
        var jobs = new Option<int?>("--jobs")
        {
            Description =
                "How many cohorts, or parts of them, to train at once, and cores that they share; default all cores on a CPU, one cohort on a GPU",
            HelpName = "N",
        };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var count) || count < 1))
            {
                result.AddError("--jobs: must be a whole number, at least 1");
            }
        });
        return jobs;
    }

    private static Option<double?> Amount(string name, string description, string unit, double most)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = unit };
        option.Validators.Add(result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "";
            if (!(double.TryParse(text, CultureInfo.InvariantCulture, out var amount) && amount > 0 && amount <= most))
            {
                result.AddError(FormattableString.Invariant($"{name}: must be a number above 0 and at most {most:0}, got '{text}'"));
            }
        });
        return option;
    }
}
