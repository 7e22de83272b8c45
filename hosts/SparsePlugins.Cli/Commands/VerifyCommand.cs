using System.CommandLine;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse verify DIR</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that 'sparse run' wrote" };
        var json = CommonOptions.Json();
        var command = new Command(
            "verify",
            "Verify the checksum of every record, weights file and checkpoint, and list unknown files; changes nothing"
        )
        {
            folder,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string folder, bool json)
    {
        var (store, experiment) = RunFolder.Open(folder);
        var audit = new FolderAudit(store, experiment);
        var trials = store.Trials.ReadExperiment() is { } tuned ? new FolderAudit(store.Trials, tuned) : null;
        if (json)
        {
            JsonOutput.Print(Describe(store, audit, trials));
        }
        else
        {
            Print(audit, experiment.Name, "");
            if (trials is not null)
            {
                Print(trials, $"{experiment.Name}, tuning", "tuning/");
            }
        }

        return audit.IsDamaged || trials is { IsDamaged: true } ? ExitCode.Integrity : ExitCode.Ok;
    }

    private static void Print(FolderAudit audit, string name, string place)
    {
        foreach (var finding in audit.Findings)
        {
            var output = finding.Kind == FindingKind.Damaged ? Console.Error : StandardOutput.Writer;
            output.WriteLine($"{Name(finding.Kind)}: {place}{finding.Path}: {finding.Message}");
        }

        StandardOutput.Writer.WriteLine(
            $"{name}: {audit.Records} records, {audit.Weights} weight files and {audit.Checkpoints} checkpoints match their checksums; {Damages(audit)}"
        );
    }

    private static string Damages(FolderAudit audit) =>
        audit.IsDamaged ? $"{audit.Findings.Count(finding => finding.Kind == FindingKind.Damaged)} damaged" : "nothing is damaged";

    private static string Name(FindingKind kind) => kind.ToString().ToLowerInvariant();

    private static object Describe(RunStore store, FolderAudit audit, FolderAudit? trials) =>
        new
        {
            store.Folder,
            audit.Records,
            audit.Weights,
            audit.Checkpoints,
            Damaged = audit.IsDamaged,
            Findings = audit.Findings.Select(finding => new
            {
                Kind = Name(finding.Kind),
                finding.Path,
                finding.Message,
            }),
            Tuning = trials is null ? null : Describe(store.Trials, trials, trials: null),
        };
}
