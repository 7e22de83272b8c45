using System.Runtime.InteropServices;

namespace SparsePlugins.Cli;

/// <summary>Turns Ctrl-C, SIGTERM and SIGUSR1 (which batch systems send before they take a machine away) into a request to stop; a second signal ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private const PosixSignal UserSignal = (PosixSignal)10; // SIGUSR1 of Linux; .NET has no name for it.

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = [.. Signals.Select(Register)];

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    private static IEnumerable<PosixSignal> Signals =>
        OperatingSystem.IsLinux() ? [PosixSignal.SIGINT, PosixSignal.SIGTERM, UserSignal] : [PosixSignal.SIGINT, PosixSignal.SIGTERM];

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = !_source.IsCancellationRequested;
                _source.Cancel();
            }
        );
}
