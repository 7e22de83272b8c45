using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Cli.Signals;

/// <summary>
/// Turns every signal that would end the process, and doesn't report a crash, into a request to stop: those of people (Ctrl-C, Ctrl-\, a closed
/// terminal), of batch systems (USR1, USR2, XCPU, TERM), and the rest of the kind. One that is ignored stays ignored.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int FileSize = 25; // SIGXFSZ

    /// <summary>Terminals, shells and <c>timeout</c> send one request as two signals; those that follow at once are the same request.</summary>
    private static readonly TimeSpan SameRequest = TimeSpan.FromSeconds(1);

    /// <summary>.NET handles these itself, with the same default.</summary>
    private static readonly int[] Urgent = [2, 3, 15]; // INT, QUIT, TERM

    /// <summary>HUP, USR1, USR2, ALRM, STKFLT, XCPU, VTALRM, PROF, IO, PWR, and the real-time signals but those of glibc and .NET.</summary>
    private static readonly int[] Others = [1, 10, 12, 14, 16, 24, 26, 27, 29, 30, .. Enumerable.Range(35, 30)];

    private readonly CancellationTokenSource _source = new();
    private readonly Stopwatch _sinceFirst = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = [.. Register()];

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _source.Dispose();
    }

    private IEnumerable<PosixSignalRegistration> Register()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [Create(PosixSignal.SIGINT, Stop), Create(PosixSignal.SIGTERM, Stop)];
        }

        var urgent = Urgent.Where(signal => !SignalDisposition.IsIgnored(signal)).Select(signal => Create((PosixSignal)signal, Stop));
        var others = Others.Where(SignalDisposition.IsDefault).Select(signal => Create((PosixSignal)signal, Request));
        var fileSize = new[] { FileSize }.Where(SignalDisposition.IsDefault).Select(signal => Create((PosixSignal)signal, Ignore));
        return [.. urgent, .. others, .. fileSize];
    }

    /// <summary>The first asks to stop; one that comes later ends the process at once.</summary>
    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested || _sinceFirst.Elapsed < SameRequest;
        Request();
    }

    /// <summary>Asks to stop, however often it comes: XCPU comes every second, and a terminal that closes sends HUP twice.</summary>
    private void Request(PosixSignalContext context)
    {
        context.Cancel = true;
        Request();
    }

    private void Request()
    {
        _sinceFirst.Start();
        _source.Cancel();
    }

    /// <summary>The write that goes beyond the limit fails then, and is reported with its file.</summary>
    private static void Ignore(PosixSignalContext context) => context.Cancel = true;

    private static PosixSignalRegistration Create(PosixSignal signal, Action<PosixSignalContext> handle) =>
        PosixSignalRegistration.Create(signal, handle);
}
