using System.CommandLine;
using SparsePlugins.Cli.Commands;

namespace SparsePlugins.Cli.Usage;

/// <summary>The commands of <c>sparse</c>, in the groups and the order in which <c>sparse --help</c> lists them.</summary>
/// <param name="Title">The group's heading.</param>
/// <param name="Commands">Its commands.</param>
internal sealed record CommandGroup(string Title, IReadOnlyList<Command> Commands)
{
    /// <summary>Creates the commands.</summary>
    public static IReadOnlyList<CommandGroup> All() =>
        [
            new("Run", [RunCommand.Create(), RecordCommand.Create(), WatchCommand.Create(), StatusCommand.Create()]),
            new("Cluster", [SubmitCommand.Create(), CancelCommand.Create()]),
            new("Look", [ReportCommand.Create(), CompareCommand.Create(), FeaturesCommand.Create()]),
            new("Exchange", [ExportCommand.Create(), ImportCommand.Create(), AgreeCommand.Create()]),
            new("Write manifests", [ValidateCommand.Create(), PlanCommand.Create(), ComponentsCommand.Create(), SchemaCommand.Create()]),
            new("Plugins", [PluginCommand.Create(), LockCommand.Create()]),
            new("Check", [DoctorCommand.Create(), VerifyCommand.Create()]),
        ];
}
