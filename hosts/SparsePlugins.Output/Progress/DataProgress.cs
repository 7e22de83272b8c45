using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Events;

namespace SparsePlugins.Output.Progress;

/// <summary>Shows how far the reading of large data files is, once it has taken a second.</summary>
internal sealed class DataProgress
{
    private const double Gigabyte = 1e9;
    private const long Least = 50_000_000; // In tenths of a gigabyte less is nothing.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenStatusLines = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan BetweenPlainLines = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = Silence;

    /// <summary>Shows where the reading is, unless it was shown a moment ago.</summary>
    public void Show(ReadingData reading, StatusLine line)
    {
        if (reading.Total < Least || _clock.Elapsed < _next)
        {
            return;
        }

        _next = _clock.Elapsed + (line.IsTerminal ? BetweenStatusLines : BetweenPlainLines);
        line.Renew(
            string.Create(
                CultureInfo.InvariantCulture,
                $"reading data: {reading.Done / Gigabyte:F1} of {reading.Total / Gigabyte:F1} GB {reading.Purpose}"
            )
        );
    }

    /// <summary>Restarts the second of silence, as something else happened.</summary>
    public void Restart()
    {
        _clock.Restart();
        _next = Silence;
    }
}
