namespace SparsePlugins.Conformance;

/// <summary>Conditions of rules.</summary>
internal static class Require
{
    /// <summary>Fails unless a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="message">What is wrong, and what to do instead.</param>
    /// <exception cref="ConformanceException">It doesn't hold.</exception>
    internal static void That([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
        {
            throw new ConformanceException(message);
        }
    }

    /// <summary>Fails unless a condition holds for every item; says what is wrong with each.</summary>
    /// <param name="items">The items.</param>
    /// <param name="check">Fails for a wrong one.</param>
    /// <exception cref="ConformanceException">It doesn't hold for some.</exception>
    internal static void All<T>(IEnumerable<T> items, Action<T> check)
    {
        var faults = items.Select(item => FaultOf(item, check)).OfType<string>().Distinct().ToArray();
        That(faults.Length == 0, string.Join("; ", faults));
    }

    private static string? FaultOf<T>(T item, Action<T> check)
    {
        try
        {
            check(item);
            return null;
        }
        catch (ConformanceException fault)
        {
            return fault.Message;
        }
    }
}
