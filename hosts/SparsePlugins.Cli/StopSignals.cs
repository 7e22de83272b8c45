using System.Runtime.InteropServices;

namespace SparsePlugins.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a request to stop; a second signal ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() =>
        _registrations = [Register(PosixSignal.SIGINT, Cli.ExitCode.Interrupted), Register(PosixSignal.SIGTERM, Cli.ExitCode.Resumable)];

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What to exit with, once <see cref="Token"/> is set.</summary>
    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int exitCode) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = !_source.IsCancellationRequested;
                ExitCode = exitCode;
                _source.Cancel();
            }
        );
}
