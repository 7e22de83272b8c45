using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Cli.Authoring;

/// <summary>Everything that a check of a plugin found, and the verdict.</summary>
/// <param name="path">As typed.</param>
/// <param name="refused">Why plugins were not loaded.</param>
/// <param name="notes">What is no fault and should be known.</param>
internal sealed class CheckReport(string path, IReadOnlyList<string> refused, IReadOnlyList<string> notes)
{
    private readonly List<(Component Component, IReadOnlyList<CheckFinding> Findings)> _components = [];
    private bool _stopped;

    /// <summary>Nothing failed, and there was something to check.</summary>
    public bool IsGood => refused.Count == 0 && _components.Count > 0 && Count(FindingStatus.Failed) == 0;

    public void Add(Component component, IReadOnlyList<CheckFinding> findings) => _components.Add((component, findings));

    /// <summary>The rest can't be checked beside a component that hangs.</summary>
    public void StopsHere() => _stopped = true;

    public void Print(bool json)
    {
        if (json)
        {
            JsonOutput.Print(Description());
            return;
        }

        foreach (var reason in refused)
        {
            StandardOutput.Writer.WriteLine($"{path}: not loaded: {reason}");
        }

        foreach (var (component, findings) in _components)
        {
            StandardOutput.Writer.WriteLine($"{component} ({component.Plugin.Name} {component.Plugin.Version})");
            Print(findings);
        }

        foreach (var note in notes)
        {
            StandardOutput.Writer.WriteLine(Text.Wrap(0, $"note: {note}", 2));
        }

        StandardOutput.Writer.WriteLine(Verdict());
    }

    private static void Print(IReadOnlyList<CheckFinding> findings)
    {
        var said = new HashSet<string>();
        foreach (var finding in findings)
        {
            StandardOutput.Writer.WriteLine($"  {Word(finding.Status), -7} {finding.Check}");
            if (finding.Message.Length > 0)
            {
                StandardOutput.Writer.WriteLine(said.Add(finding.Message) ? Text.Wrap(10, finding.Message, 10) : "          the same");
            }
        }
    }

    private string Verdict() =>
        refused.Count > 0 ? "verdict: not loaded; fix it and check again"
        : _components.Count == 0 ? $"verdict: no component in {path}; a component is a class with [Component(\"its-name\")]"
        : Count(FindingStatus.Failed) is > 0 and var failed
            ? $"verdict: {failed} of {Total} checks failed; fix them and check again"
                + (_stopped ? " (what comes after a component that hangs is not checked)" : "")
        : Count(FindingStatus.Skipped) is > 0 and var skipped
            ? $"verdict: nothing failed, but {skipped} of {_components.Count} components were not checked"
        : $"verdict: good: {Total} checks of {_components.Count} {(_components.Count == 1 ? "component" : "components")}";

    private int Total => _components.Sum(one => one.Findings.Count);

    private int Count(FindingStatus status) => _components.Sum(one => one.Findings.Count(finding => finding.Status == status));

    private static string Word(FindingStatus status) => status == FindingStatus.Failed ? "FAILED" : status.ToString().ToLowerInvariant();

    private object Description() =>
        new
        {
            Path = path,
            Good = IsGood,
            Verdict = Verdict(),
            Refused = refused,
            Notes = notes,
            Components = _components.Select(one => new
            {
                Kind = one.Component.Schema.Kind.ToString().ToLowerInvariant(),
                one.Component.Schema.Name,
                Plugin = one.Component.Plugin.Name,
                one.Component.Plugin.Version,
                Checks = one.Findings.Select(finding => new
                {
                    finding.Check,
                    Status = finding.Status.ToString().ToLowerInvariant(),
                    finding.Message,
                }),
            }),
        };
}
