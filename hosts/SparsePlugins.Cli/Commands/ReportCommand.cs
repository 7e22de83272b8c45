using System.CommandLine;
using SparsePlugins.Hosting;
using SparsePlugins.Reporting;
using SparsePlugins.Storage;
using SparsePlugins.Tables;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse report DIR</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that 'sparse run' wrote" };
        var format = ReportFormats.Option(
            "How to write it into DIR, or to stdout",
            ReportFormat.All,
            ReportFormat.Markdown.Name,
            DataFormat.All
        );
        var paper = new Option<bool>("--paper")
        {
            Description =
                "Write DIR/paper for LaTeX: figures of one column as SVG and PDF, booktabs tables, captions, and a .bib of the methods",
        };
        var plugins = CommonOptions.Plugins();
        var watched = new Option<bool>("--watched") { Hidden = true }; // 'sparse watch' has it written so beside its work.
        var command = new Command("report", "Write the report again from the records; needs neither plugins nor libtorch")
        {
            folder,
            format,
            paper,
            plugins,
            watched,
        };
        command.SetAction(parsed =>
            parsed.GetValue(paper)
                ? PaperOutput.Write(parsed.GetRequiredValue(folder), parsed.GetValue(plugins))
                : Run(parsed.GetRequiredValue(folder), parsed.GetValue(format), parsed.GetValue(watched))
        );
        return command;
    }

    private static int Run(string folder, string? format, bool isWatched)
    {
        var (store, experiment) = RunFolder.Open(folder);
        var records = store.ReadRecords(experiment);
        var report = Report.Make(experiment, records, store.TryReadAgreement());
        if (DataFormat.All.FirstOrDefault(data => data.Name == format) is { } data)
        {
            store.Write(report, data);
            StandardOutput.Writer.WriteLine(Path.Combine(folder, data.Folder));
        }
        else
        {
            Write(store, folder, isWatched ? report.Watched() : report, ReportFormats.Of(format));
        }

        var damaged = store.DamagedRecords(experiment, records);
        foreach (var file in damaged)
        {
            Console.Error.WriteLine($"{file}: is damaged and was left out; 'sparse run' with the same manifest trains that run again");
        }

        return damaged.Count == 0 ? ExitCode.Ok : ExitCode.Integrity;
    }

    private static void Write(RunStore store, string folder, Report report, ReportFormat format)
    {
        if (format.IsPrinted)
        {
            ReportFormats.Print(report, format);
        }
        else
        {
            store.Write(report, format);
            StandardOutput.Writer.WriteLine(Path.Combine(folder, format.Files(report)[0].Path));
        }
    }
}
