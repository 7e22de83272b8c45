using System.Text.Json.Nodes;
using SparsePlugins.Hosting;
using SparsePlugins.Output.Terminals;
using SparsePlugins.Reporting;

namespace SparsePlugins.Cli;

/// <summary>The result of a run of an experiment: who won, and where the reports are.</summary>
/// <param name="outcome">What the run left in its folder.</param>
internal sealed class ResultOutput(RunOutcome outcome)
{
    /// <summary>Prints the headline and a table of the variants, where all runs have ended, and the paths of the reports that are there.</summary>
    public void Print()
    {
        if (!outcome.IsStopped && outcome.Records.Count > 0)
        {
            foreach (var line in Report().Result(Terminal.TextWidth))
            {
                StandardOutput.Writer.WriteLine(line);
            }

            StandardOutput.Writer.WriteLine();
        }

        foreach (var (name, path) in new[] { ("open", Page), ("text", outcome.Report) })
        {
            if (File.Exists(path))
            {
                StandardOutput.Writer.WriteLine($"{name}  {path}");
            }
        }
    }

    /// <summary>Prints counts, the headline and all numbers of the report as JSON.</summary>
    public void PrintJson()
    {
        var report = Report();
        JsonOutput.Print(
            new
            {
                outcome.Experiment.Name,
                outcome.Folder,
                outcome.Report,
                Page,
                Runs = outcome.Total,
                outcome.Finished,
                outcome.Failed,
                outcome.Trained,
                report.Headline,
                Results = JsonNode.Parse(ReportFormat.Json.Files(report)[0].Content),
            }
        );
    }

    private string Page => Path.Combine(outcome.Folder, "report.html");

    private Report Report() => Reporting.Report.Make(outcome.Experiment, outcome.Records);
}
