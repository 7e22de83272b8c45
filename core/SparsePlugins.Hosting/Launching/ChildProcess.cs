using System.Collections.Concurrent;
using System.Diagnostics;
using SparsePlugins.Events;
using SparsePlugins.Plugins.Calls;
using SparsePlugins.Workers;

namespace SparsePlugins.Hosting.Launching;

/// <summary>How a child process ended.</summary>
/// <param name="IsDone">It did all it was asked to.</param>
/// <param name="Reason">Otherwise, why it ended.</param>
/// <param name="ExitCode">Of the process; 128 and more for a signal.</param>
/// <param name="IsInCall">Whether it ran a component's code at the end.</param>
/// <param name="Run">For which run that was; empty for all of them.</param>
/// <param name="Component">Component, assembly and version.</param>
/// <param name="Errors">The last of what it printed on stderr.</param>
internal sealed record ChildEnd(bool IsDone, string Reason, int ExitCode, bool IsInCall, string Run, string Component, string Errors)
{
    /// <summary>What a child that was asked to stop exits with, once it has written its checkpoints.</summary>
    public const int StoppedCode = 75;
}

/// <summary>A child process while it works: asked to stop, watched, and ended when it takes more than it may.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int MostErrorLines = 200;

    /// <summary>How long a child may take to write its checkpoints once it was asked to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>How long what a dead child printed may take to arrive.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly CallBoard _board;
    private readonly CallWatch _watch = new(TimeProvider.System);
    private readonly AwakeClock _asked = new(TimeProvider.System);
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Action<RunEvent> _hear;
    private bool _isDone;
    private string? _killedFor;

    /// <summary>Starts one.</summary>
    /// <param name="command">The host's own command.</param>
    /// <param name="request">What it is asked to do.</param>
    /// <param name="scratch">Its temporary folder.</param>
    /// <param name="hear">Called with every event, on another thread.</param>
    public ChildProcess(HostCommand command, ChildRequest request, string scratch, Action<RunEvent> hear)
    {
        _hear = hear;
        _board = CallBoard.Create(request.Board);
        _process = new Process { StartInfo = command.Start("work") };
        _process.StartInfo.Environment["TMPDIR"] = scratch;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Tell(request);
    }

    /// <summary>Waits for its end, and sees to it where that is due.</summary>
    /// <param name="limits">What it may take.</param>
    /// <param name="stopping">Set when the user stops the work.</param>
    public ChildEnd Wait(IsolationLimits limits, CancellationToken stopping)
    {
        using var stop = stopping.Register(_process.StandardInput.Close); // It checkpoints and ends, as it does when this process dies.
        var interval = CallWatch.BetweenLooks(limits.Call);
        while (!_process.WaitForExit(interval))
        {
            if (stopping.IsCancellationRequested)
            {
                _asked.Look(interval);
            }

            KillFor(Excess(limits));
        }

        ReadTheRest();
        var number = _board.Number;
        return new ChildEnd(
            _isDone && _process.ExitCode == 0,
            _killedFor ?? ChildExit.Describe(_process.ExitCode, _errors),
            _process.ExitCode,
            (number & 1) == 1,
            _board.Run,
            _board.Component,
            string.Join('\n', _errors)
        );
    }

    /// <summary>Ends it, if it still runs.</summary>
    public void Dispose()
    {
        KillFor("it is not needed any more");
        _process.Dispose();
        _board.Dispose();
    }

    /// <summary>Waits until all that it printed is read; not for ever: a process that a plugin started may hold its pipes open.</summary>
    private void ReadTheRest()
    {
        using var patience = new CancellationTokenSource(Rest);
        try
        {
            _process.WaitForExitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // What the child itself printed has come in that time.
        }
    }

    private string? Excess(IsolationLimits limits) =>
        Memory() > limits.Memory
            ? FormattableString.Invariant($"its process used more than {limits.Memory >> 20} MiB; --memory-limit says how much it may")
        : _watch.IsOverdue(_board.Number, limits.Call) ? IsolationLimits.Unanswered(limits.Call)
        : _asked.Elapsed > Grace ? "its process did not stop"
        : null;

    private long Memory()
    {
        try
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // It ended in this moment.
        }
    }

    private void KillFor(string? reason)
    {
        if (reason is null || _process.HasExited)
        {
            return;
        }

        _killedFor ??= reason;
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in this moment.
        }
    }

    private void Tell(ChildRequest request)
    {
        try
        {
            _process.StandardInput.WriteLine(request.ToLine());
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is dead already; its end says why.
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        switch (RunEventJson.TryRead(line))
        {
            case null:
                Keep(line); // Native code of a plugin printed it.
                break;
            case ExperimentEnded:
                _isDone = true;
                break;
            case { } happened:
                _hear(happened);
                break;
        }
    }

    private void Keep(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line) && _errors.Count < MostErrorLines)
        {
            _errors.Enqueue(line);
        }
    }
}
