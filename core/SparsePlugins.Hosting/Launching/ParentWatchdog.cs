using System.Diagnostics;

namespace SparsePlugins.Hosting.Launching;

/// <summary>Stops a child process when its parent stops it or dies: until then the parent holds the child's standard input open.</summary>
public sealed class ParentWatchdog : IDisposable
{
    /// <summary>How long the child may take to write its checkpoints.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _source;

    /// <summary>Begins to watch.</summary>
    /// <param name="input">The child's standard input.</param>
    /// <param name="signals">Set when a signal stops the child.</param>
    public ParentWatchdog(TextReader input, CancellationToken signals)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(signals);
        new Thread(() => Await(input)) { IsBackground = true, Name = "parent" }.Start();
    }

    /// <summary>Set when the child is to stop.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Frees the token.</summary>
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
            return; // The process is ending already.
        }

        Thread.Sleep(Grace);
        Process.GetCurrentProcess().Kill(); // A component does not come back.
    }
}
