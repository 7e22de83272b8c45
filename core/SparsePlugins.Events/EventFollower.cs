using System.Text;
using System.Text.Json;

namespace SparsePlugins.Events;

/// <summary>An event with what the file says beside it.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Process">Machine and process that wrote it.</param>
/// <param name="Happened">The event.</param>
public sealed record LoggedEvent(DateTimeOffset Time, string Process, RunEvent Happened);

/// <summary>Reads <c>events.jsonl</c> of an experiment's folder while other processes append to it.</summary>
/// <param name="folder">The experiment's folder.</param>
public sealed class EventFollower(string folder)
{
    private readonly string _path = Path.Combine(folder, EventLog.FileName);
    private long _read;

    /// <summary>The events that were appended since the last call, at first all of them. Lines that are no events are passed over, and a line that is not whole yet is left.</summary>
    /// <returns>None where the file is missing or can't be read now.</returns>
    public IReadOnlyList<LoggedEvent> ReadNew()
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return [.. Lines(file).Select(TryRead).OfType<LoggedEvent>()];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string[] Lines(FileStream file)
    {
        _read = file.Length < _read ? 0 : _read; // It was replaced.
        file.Position = _read;
        var bytes = new byte[file.Length - _read];
        file.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _read += whole;
        return Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static LoggedEvent? TryRead(string line)
    {
        if (RunEventJson.TryRead(line) is not { } happened)
        {
            return null;
        }

        using var json = JsonDocument.Parse(line);
        return
            json.RootElement.TryGetProperty("time", out var time)
            && time.TryGetDateTimeOffset(out var moment)
            && json.RootElement.TryGetProperty("process", out var process)
            ? new LoggedEvent(moment, process.GetString() ?? "", happened)
            : null;
    }
}
