using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Hosting.Inputs;

namespace SparsePlugins.Cli.Progress;

/// <summary>Shows on stderr how far the reading of large data files is, before anything is trained: on a terminal in a line that renews itself.</summary>
internal sealed class DataProgress : IProgress<HashProgress>, IProgress<SurveyProgress>, IDisposable
{
    private const string ClearLine = "\r\u001b[K";
    private const double Gigabyte = 1e9;
    private const long Least = 50_000_000; // In tenths of a gigabyte less is nothing.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenStatusLines = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan BetweenPlainLines = TimeSpan.FromSeconds(10);

    private readonly bool _isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = Silence;

    public void Report(HashProgress value) => Show(value.Done, value.Total, $" to hash it, {value.File}");

    public void Report(SurveyProgress value) => Show(value.BytesRead, value.BytesInAll, " to look at it");

    private void Show(long done, long total, string why)
    {
        if (total < Least || _clock.Elapsed < _next)
        {
            return;
        }

        _next = _clock.Elapsed + (_isTerminal ? BetweenStatusLines : BetweenPlainLines);
        var line = string.Create(CultureInfo.InvariantCulture, $"reading data: {done / Gigabyte:F1} of {total / Gigabyte:F1} GB{why}");
        Console.Error.Write(_isTerminal ? ClearLine + line : line + "\n");
    }

    public void Dispose()
    {
        if (_isTerminal && _next > Silence)
        {
            Console.Error.Write(ClearLine);
        }
    }
}
