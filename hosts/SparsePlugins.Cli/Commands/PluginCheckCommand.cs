using System.CommandLine;
using SparsePlugins.Cli.Authoring;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse plugin check PATH</c>.</summary>
internal static class PluginCheckCommand
{
    private const int LimitSeconds = 120;

    private const string Purpose = """
        Check that a plugin loads and that its components satisfy the contract, and report what to fix

          A source file   sparse plugin check my-start.cs
          A built one     sparse plugin check plugins/MyStartPlugin            (its folder, or its .dll)
          With options    sparse plugin check plugins/MySources --with files=data/a.npy

        Exit code 0 if nothing failed, otherwise 3. It runs the plugin's code, with your rights.
        """;

    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A plugin's folder, a .dll, or a .cs file" };
        var with = new Option<string[]>("--with")
        {
            Description = "An option of a component, for instance files=data/a.npy; the others have their defaults; may be repeated",
            HelpName = "option=value",
        };
        var limit = new Option<int>("--limit")
        {
            Description = $"Seconds after which a component is reported as hanging (default {LimitSeconds})",
            HelpName = "SECONDS",
        };
        limit.DefaultValueFactory = _ => LimitSeconds;
        limit.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.SingleOrDefault()?.Value ?? "1", out var seconds) || seconds is < 1 or > 86400)
            {
                result.AddError("--limit must be a number of seconds from 1 to 86400");
            }
        });
        var json = CommonOptions.Json();
        var command = new Command("check", Purpose) { path, with, limit, json };
        command.SetAction(parsed =>
            WatchedCheck.Trace is { } trace
                ? Run(
                    parsed.GetRequiredValue(path),
                    parsed.GetValue(with) ?? [],
                    TimeSpan.FromSeconds(parsed.GetValue(limit)),
                    parsed.GetValue(json),
                    trace
                )
                : WatchedCheck.Run(parsed.GetRequiredValue(path), parsed.GetValue(json))
        );
        return command;
    }

    private static int Run(string path, string[] with, TimeSpan limit, bool json, CheckTrace trace)
    {
        try
        {
            using var plugin = PluginUnderTest.Open(path);
            var report = Check(path, plugin, new CheckedOptions(with), limit, trace);
            report.Print(json);
            return report.IsGood ? ExitCode.Ok : ExitCode.Invalid;
        }
        finally
        {
            trace.Done();
        }
    }

    private static CheckReport Check(string path, PluginUnderTest plugin, CheckedOptions options, TimeSpan limit, CheckTrace trace)
    {
        foreach (var unknown in options.Unknown(plugin.Components))
        {
            throw new UserException(
                ExitCode.Usage,
                $"no component of this plugin has an option '{unknown}'; `sparse components --plugins` shows what they have"
            );
        }

        var report = new CheckReport(path, plugin.Refused, plugin.Notes);
        foreach (var component in plugin.Components)
        {
            var (spec, problem) = options.For(component);
            var check = new ComponentCheck(component, limit, trace);
            report.Add(component, spec is null ? [problem!] : check.Run(spec));
            if (check.Hangs)
            {
                report.StopsHere();
                break;
            }
        }

        return report;
    }
}
