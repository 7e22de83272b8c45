using System.CommandLine;
using SparsePlugins.Reporting;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse report DIR</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that 'sparse run' wrote" };
        var format = new Option<string>("--format")
        {
            Description =
                "md writes report.md and figures/ into DIR, html writes report.html, one page that opens offline; csv and json print to stdout",
            HelpName = "md|html|csv|json",
        };
        format.AcceptOnlyFromAmong("md", "html", "csv", "json");
        var watched = new Option<bool>("--watched") { Hidden = true }; // 'sparse watch' has it written so beside its work.
        var command = new Command("report", "Makes the report again from the records alone; needs neither plugins nor libtorch")
        {
            folder,
            format,
            watched,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder), parsed.GetValue(format) ?? "md", parsed.GetValue(watched)));
        return command;
    }

    private static int Run(string folder, string format, bool isWatched)
    {
        var (store, experiment) = RunFolder.Open(folder);
        var records = store.ReadRecords(experiment);
        switch (format)
        {
            case "csv":
                StandardOutput.Writer.Write(Report.Csv(experiment, records));
                break;
            case "json":
                StandardOutput.Writer.Write(Report.Json(experiment, records));
                break;
            case "html":
                store.Write(Report.Html(experiment, records, isWatched));
                StandardOutput.Writer.WriteLine(Path.Combine(folder, "report.html"));
                break;
            default:
                store.Write(Report.Render(experiment, records));
                StandardOutput.Writer.WriteLine(Path.Combine(folder, "report.md"));
                break;
        }

        var damaged = store.DamagedRecords(experiment);
        foreach (var file in damaged)
        {
            Console.Error.WriteLine($"{file}: is damaged and was left out; 'sparse run' with the same manifest trains that run again");
        }

        return damaged.Count == 0 ? ExitCode.Ok : ExitCode.Integrity;
    }
}
