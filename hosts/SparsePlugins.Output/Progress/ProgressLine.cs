using System.Globalization;

namespace SparsePlugins.Output.Progress;

/// <summary>How far an execution is, in one line: what matters most comes first, and what doesn't fit is left out.</summary>
internal static class ProgressLine
{
    private const string Separator = " | ";
    private const int WideTerminal = 100;
    private const int LeastLeader = 16;

    /// <summary>For instance <c>[####......] 7/20 runs, 1 failed | 0:42, 1:10 left | 310 updates/s | MMCS 0.79 data-sample</c>.</summary>
    /// <param name="state">How far it is.</param>
    /// <param name="leader">The name of the run that is ahead; empty where none is.</param>
    /// <param name="width">Columns.</param>
    public static string OnTerminal(ProgressState state, string leader, int width)
    {
        var bar = Bar(state.Share, width >= WideTerminal ? 20 : 10);
        var times = Clock.Show(state.Elapsed) + (state.Left is { } left ? $", {Clock.Show(left)} left" : "");
        var line = Join(width, $"{bar} {Count(state)}", times, Rate(state));
        var room = width - line.Length - Separator.Length;
        return leader.Length > 0 && room >= LeastLeader ? line + Separator + Cut(Leading(state, leader), room) : line;
    }

    /// <summary>The same for a file, without a bar.</summary>
    public static string InFile(ProgressState state, string leader) =>
        Join(
            int.MaxValue,
            Count(state),
            state.Left is { } left ? $"{Clock.Show(left)} left" : "",
            Rate(state),
            leader.Length > 0 ? Leading(state, leader) : ""
        );

    /// <summary><c>[####......]</c>.</summary>
    /// <param name="share">What is done, 0 to 1.</param>
    /// <param name="cells">Columns between the brackets.</param>
    public static string Bar(double share, int cells)
    {
        var filled = (int)Math.Floor(share * cells);
        return $"[{new string('#', filled)}{new string('.', cells - filled)}]";
    }

    private static string Join(int width, params string[] parts)
    {
        var line = parts[0];
        foreach (var part in parts.Skip(1).Where(part => part.Length > 0))
        {
            line = line.Length + Separator.Length + part.Length <= width ? line + Separator + part : line;
        }

        return Cut(line, width);
    }

    private static string Count(ProgressState state) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Ended}/{state.Runs} runs{(state.Failed > 0 ? $", {state.Failed} failed" : "")}"
        );

    private static string Rate(ProgressState state) =>
        state.Updates == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{state.Rate:F0} updates/s");

    private static string Leading(ProgressState state, string leader) =>
        string.Create(CultureInfo.InvariantCulture, $"{state.Leader!.Measurement} {state.Leader.Value:G3} {leader}");

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width)];
}
