using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Plugins.Calls;

/// <summary>Where a worker notes whose code it runs, so that a watcher can tell a call that does not come back, or that ended the process.</summary>
/// <remarks>One worker writes, any thread reads. The number of the call is odd while a component's code runs, so that a number that stays odd is a call that lasts.</remarks>
/// <param name="stopping">Set when the user stops the worker.</param>
/// <param name="copy">Where the notes go as well, to outlive the process; or nowhere.</param>
public sealed class CallSlot(CancellationToken stopping, CallBoard? copy = null)
{
    private const long Abandoned = -1;

    [ThreadStatic]
    private static CallSlot? _current;

    private long _number;

    /// <summary>The slot of this thread, or <see langword="null"/> where nobody watches.</summary>
    public static CallSlot? Current => _current;

    /// <summary>Whether the user asked this thread's worker to stop; without a worker, whoever throws such an exception is believed.</summary>
    public static bool IsStopping => _current is not { } slot || slot.Stopping.IsCancellationRequested;

    /// <summary>Set when the user stops the worker.</summary>
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>The run that the latest call was for; empty where it was for the cohort's data, and so for all its runs.</summary>
    public string Run { get; private set; } = "";

    /// <summary>The component of the latest call.</summary>
    public Component? Component { get; private set; }

    /// <summary>Odd while a component's code runs, -1 once the worker was abandoned.</summary>
    public long Number => Volatile.Read(ref _number);

    /// <summary>Whether the worker was given up; it must end without writing anything.</summary>
    public bool IsAbandoned => Number == Abandoned;

    private string Member { get; set; } = "";

    /// <summary>Makes this the slot of the calling thread.</summary>
    public void Occupy() => _current = this;

    /// <summary>Says for which run this thread's next calls are made.</summary>
    /// <param name="run">Its id.</param>
    public static void Serve(string run) => _current?.Member = run;

    /// <summary>Notes that a component's code is about to run on this thread.</summary>
    /// <param name="component">Whose code.</param>
    /// <returns>To be ended when the code came back.</returns>
    public static CallNote Begin(Component component) => new(_current, component);

    /// <summary>Gives the worker up, if it still is in the call that was seen to last too long.</summary>
    /// <param name="number">The number of that call.</param>
    public bool TryAbandon(long number) => Interlocked.CompareExchange(ref _number, Abandoned, number) == number;

    /// <summary>Notes what runs now.</summary>
    /// <param name="component">Whose code runs, or <see langword="null"/> while the host's own code runs.</param>
    /// <exception cref="WorkerAbandonedException">The worker was given up meanwhile.</exception>
    public void Note(Component? component)
    {
        if (component is not null)
        {
            Component = component;
            Run = component.Schema.Kind.IsSource ? "" : Member;
        }

        var before = Number;
        var after = (before & 1) == 0 || component is null ? before + 1 : before + 2; // Odd for a component's code, even for the host's.
        if (before == Abandoned || Interlocked.CompareExchange(ref _number, after, before) != before)
        {
            throw new WorkerAbandonedException();
        }

        copy?.Write(after, Run, component);
    }
}

/// <summary>A call that is being made.</summary>
public readonly struct CallNote
{
    private readonly CallSlot? _slot;
    private readonly Component? _outer;

    /// <summary>Notes a call, perhaps within another.</summary>
    /// <param name="slot">Where it is noted, if anywhere.</param>
    /// <param name="component">Whose code it runs.</param>
    public CallNote(CallSlot? slot, Component component)
    {
        _slot = slot;
        _outer = slot is { Number: var number } && (number & 1) == 1 ? slot.Component : null;
        slot?.Note(component);
    }

    /// <summary>The code came back.</summary>
    /// <exception cref="WorkerAbandonedException">Too late.</exception>
    public void End() => _slot?.Note(_outer);
}

/// <summary>Ends a worker that was given up, because a component's code came back after its time.</summary>
public sealed class WorkerAbandonedException()
    : OperationCanceledException("a component came back after its time; its worker has been replaced");
