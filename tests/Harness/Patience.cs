namespace SparsePlugins.Tests;

/// <summary>How long a test waits for something that should happen: so long that only what hangs fails, however slow or busy the machine is.</summary>
internal static class Patience
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>A limit on a component's call for tests in which some call never returns: the calls that do return take milliseconds.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(15);

    /// <summary>Looks again and again until it has happened.</summary>
    /// <param name="done">Whether it has happened.</param>
    /// <param name="what">What a failure adds: what was seen instead.</param>
    /// <exception cref="TimeoutException">It has not happened in <see cref="Longest"/>.</exception>
    public static void Await(Func<bool> done, Func<string>? what = null)
    {
        var end = DateTime.UtcNow + Longest;
        while (!done())
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"it has not happened in {Longest}: {what?.Invoke()}");
            }

            Thread.Sleep(20);
        }
    }
}
