using System.Diagnostics;

namespace SparsePlugins.Cli;

/// <summary>Whether the parent process still wants this one: it holds the other end of its input open as long as it does, and as long as it lives.</summary>
internal sealed class Wanted : IDisposable
{
    /// <summary>How long it may take to keep what is done before it is ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _source;

    public Wanted(TextReader input, CancellationToken signals)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(signals);
        new Thread(() => Await(input)) { IsBackground = true, Name = "parent" }.Start();
    }

    /// <summary>Set when it is not.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose() => _source.Dispose();

    private void Await(TextReader input)
    {
        try
        {
            while (input.ReadLine() is not null) { }

            _source.Cancel();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return; // It is ending already.
        }

        Thread.Sleep(Grace);
        Process.GetCurrentProcess().Kill(); // A component does not come back.
    }
}
