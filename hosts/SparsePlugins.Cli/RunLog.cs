using Serilog;
using Serilog.Core;
using Serilog.Formatting.Compact;
using SparsePlugins.Hosting.Records;

namespace SparsePlugins.Cli;

/// <summary><c>log.jsonl</c> of a folder: for people, and never part of the work, so that a log that can't be written stops nothing.</summary>
/// <param name="store">The folder.</param>
internal sealed class RunLog(RunStore store) : IDisposable
{
    private readonly Logger _logger = new LoggerConfiguration()
        .WriteTo.File(new CompactJsonFormatter(), Path.Combine(store.Folder, "log.jsonl"), shared: true)
        .CreateLogger();

    /// <summary>Takes events; throws nothing.</summary>
    public ILogger Logger => _logger;

    public void Dispose()
    {
        try
        {
            _logger.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // What it still held is lost.
        }
    }
}
