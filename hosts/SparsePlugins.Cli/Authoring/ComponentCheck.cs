using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Workers;

namespace SparsePlugins.Cli.Authoring;

/// <summary>Checks one component, with a limit on its time.</summary>
/// <param name="component">The component.</param>
/// <param name="limit">After so long it hangs.</param>
/// <param name="trace">Is told what begins.</param>
internal sealed class ComponentCheck(Component component, TimeSpan limit, CheckTrace trace)
{
    private readonly List<CheckFinding> _findings = [];
    private string _current = "";

    /// <summary>Whether a check did not end: its thread still runs the plugin's code, and nothing else may be checked beside it.</summary>
    public bool Hangs { get; private set; }

    /// <summary>The findings, in the order of the checks.</summary>
    /// <param name="spec">The component's options.</param>
    public IReadOnlyList<CheckFinding> Run(ComponentSpec spec)
    {
        // A thread of its own: a dispose scope belongs to its thread, and this one can be left behind.
        var work = new Thread(() => CheckAll(spec)) { IsBackground = true };
        work.Start();
        Hangs = !work.Join(limit);
        if (Hangs)
        {
            AbandonedThreads.Add(); // The process must end without waiting for it, or pulling libtorch from under it.
        }

        lock (_findings)
        {
            return Hangs ? [.. _findings, Late()] : [.. _findings];
        }
    }

    private void CheckAll(ComponentSpec spec)
    {
        foreach (var check in ConformanceOf.Create(component, spec))
        {
            Begin(check.Statement);
            var finding = check.Run();
            lock (_findings)
            {
                _findings.Add(finding);
            }
        }
    }

    private void Begin(string check)
    {
        _current = check;
        trace.Begin($"{component}: {check}");
    }

    private CheckFinding Late() =>
        new(
            _current,
            FindingStatus.Failed,
            $"it did not end within {limit.TotalSeconds:0} s; look for an endless loop, look at context.Cancellation in long ones, or allow more with --limit"
        );
}
