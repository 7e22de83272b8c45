using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Cli.Authoring;

/// <summary>What a check is at, in a file, so that it is known after the plugin ended the process.</summary>
/// <param name="path">The file; null where nobody watches.</param>
internal sealed class CheckTrace(string? path)
{
    private readonly Lock _lock = new();
    private bool _isDone;

    /// <summary>Says what begins.</summary>
    public void Begin(string what)
    {
        lock (_lock)
        {
            if (path is not null && !_isDone)
            {
                TemporaryFiles.Write(path, what);
            }
        }
    }

    /// <summary>Says that the process ends by itself; what a thread that was left behind still begins is not noted any more.</summary>
    public void Done()
    {
        Begin("");
        lock (_lock)
        {
            _isDone = true;
        }
    }
}
