using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SparsePlugins.Storage;

namespace SparsePlugins.Events;

/// <summary>
/// Appends events to <c>events.jsonl</c> of an experiment's folder, one line of JSON per event. Several processes may append to one file. A line that
/// can't be written is lost: the file is for readers, and no part of the result.
/// </summary>
/// <param name="folder">The experiment's folder.</param>
/// <param name="now">The present time.</param>
public sealed class EventLog(string folder, Func<DateTimeOffset> now) : IRunObserver, IDisposable
{
    /// <summary>The file's name in the folder.</summary>
    public const string FileName = "events.jsonl";

    /// <summary>Version of the lines.</summary>
    private const int Format = 1;

    /// <summary>Progress is written this rarely per cohort or part of one, so that the file of a long run stays small.</summary>
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(10);

    private readonly string _process = $"{Environment.MachineName}:{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Cohort, string? Part), long> _progress = [];
    private readonly AppendedFile? _file = AppendedFile.TryOpen(Path.Combine(folder, FileName));

    /// <inheritdoc/>
    public void Observe(RunEvent happened)
    {
        lock (_lock)
        {
            if (_file is not null && IsKept(happened))
            {
                _file.TryAppend(Encoding.UTF8.GetBytes(RunEventJson.Write(happened, Envelope()) + "\n"));
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private bool IsKept(RunEvent happened) => happened is not ReadingData && (happened is not CohortAdvanced progress || IsDue(progress));

    private bool IsDue(CohortAdvanced progress)
    {
        var key = (progress.Cohort, progress.Part);
        var isDue = !_progress.TryGetValue(key, out var last) || Stopwatch.GetElapsedTime(last) >= BetweenProgress;
        if (isDue)
        {
            _progress[key] = Stopwatch.GetTimestamp();
        }

        return isDue;
    }

    private JsonObject Envelope() =>
        new()
        {
            ["format"] = Format,
            ["time"] = now().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["process"] = _process,
        };
}
