using System.Globalization;

namespace SparsePlugins.Output.Progress;

/// <summary>Times in words.</summary>
public static class Clock
{
    /// <summary><c>0:42</c>, or <c>1:02:03</c> from an hour on.</summary>
    public static string Show(TimeSpan time) =>
        time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time:ss}");
}
