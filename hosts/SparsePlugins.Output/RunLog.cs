using Serilog;
using Serilog.Core;
using Serilog.Formatting.Compact;
using SparsePlugins.Events;
using SparsePlugins.Output.Progress;

namespace SparsePlugins.Output;

/// <summary><c>log.jsonl</c> of an experiment's folder, for people: a log that can't be written stops nothing.</summary>
/// <remarks>A full file is followed by <c>log_001.jsonl</c> and so on; the newest ones are kept.</remarks>
/// <param name="mostBytes">A file is full at about so many bytes.</param>
public sealed class RunLog(long mostBytes = 32 << 20) : IRunObserver, IDisposable
{
    private const int MostFiles = 8;

    private readonly Lock _lock = new();
    private Logger? _logger;
    private string _folder = "";

    /// <summary>Writes an event; the file is opened when an experiment starts.</summary>
    public void Observe(RunEvent happened)
    {
        lock (_lock)
        {
            if (happened is ExperimentStarted started && started.Folder != _folder)
            {
                Open(started.Folder);
            }

            if (_logger is not null)
            {
                Write(_logger, happened);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _logger?.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // What it still held is lost.
        }
    }

    private void Open(string folder)
    {
        Dispose();
        _folder = folder;
        _logger = new LoggerConfiguration()
            .WriteTo.File(
                new CompactJsonFormatter(),
                Path.Combine(folder, "log.jsonl"),
                fileSizeLimitBytes: mostBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: MostFiles,
                shared: true
            )
            .CreateLogger();
    }

    private static void Write(ILogger log, RunEvent happened)
    {
        switch (happened)
        {
            case ExperimentStarted started:
                log.Information(
                    "{Name}: {Pending} of {Runs} runs to train on {Device}",
                    started.Name,
                    started.Pending,
                    started.Runs,
                    started.Device
                );
                break;
            case CohortStarted cohort:
                log.Information("Cohort {Cohort} begins with {Runs} runs", RunSentences.Cohort(cohort.Cohort, cohort.Part), cohort.Runs);
                break;
            case CohortResumed resumed:
                log.Information(
                    "Cohort {Cohort}: {Runs} runs resume at step {Step}",
                    RunSentences.Cohort(resumed.Cohort, resumed.Part),
                    resumed.Runs,
                    resumed.Step
                );
                break;
            case Warned warned:
                log.Warning("{Warning}", warned.Warning);
                break;
            case Noted noted:
                log.Information("{Sentence}", noted.Note);
                break;
            case ComponentFailed failed:
                log.Error("{Failure}\n{Trace}", failed.Message, failed.Trace);
                break;
            case RunEnded run:
                log.Information(
                    "Run {Id} of seed {Seed}, {Initializer} + {Reinitializer}, {Outcome} after {Steps} steps {Message}",
                    run.Id,
                    run.Seed,
                    run.Initializer,
                    run.Reinitializer,
                    run.Outcome,
                    run.Steps,
                    run.Message
                );
                break;
            case ExperimentEnded { Stopped: true }:
                log.Warning("Stopped by a signal");
                break;
            default:
                break; // Progress is for the terminal.
        }
    }
}
