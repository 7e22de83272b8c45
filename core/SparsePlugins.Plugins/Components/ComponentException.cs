using SparsePlugins.Plugins.Calls;

namespace SparsePlugins.Plugins.Components;

/// <summary>A component failed or broke a rule. The message names it, its assembly and version; the plugin's own exception is not kept, as that would keep the plugin.</summary>
/// <param name="message">The whole sentence.</param>
/// <param name="trace">Where, for the log.</param>
public sealed class ComponentException(string message, string trace = "") : Exception(message)
{
    /// <summary>The stack trace of the plugin's exception, or empty.</summary>
    public string Trace { get; } = trace;

    /// <summary>The argument at fault, where the plugin's exception names one: for an option the name of its property.</summary>
    public string? Argument { get; init; }

    /// <summary>Runs a component's code and turns what it throws into a sentence that names it.</summary>
    /// <param name="component">Whose code it is.</param>
    /// <param name="call">The code.</param>
    /// <exception cref="ComponentException">It threw.</exception>
    public static T Guard<T>(Component component, Func<T> call)
    {
        var note = CallSlot.Begin(component);
        try
        {
            return call();
        }
        catch (Exception error) when (IsItsOwn(error))
        {
            throw new ComponentException($"{component.FullName}: {ErrorSentence.Create(error)}", error.ToString())
            {
                Argument = (error as ArgumentException)?.ParamName,
            };
        }
        finally
        {
            note.End();
        }
    }

    /// <summary>A component broke a rule.</summary>
    /// <param name="component">Which one.</param>
    /// <param name="complaint">The rule and what came instead.</param>
    /// <param name="trace">Where, for the log.</param>
    public static ComponentException For(Component component, string complaint, string trace = "") =>
        new($"{component.FullName}: {complaint}", trace);

    /// <summary>A cancellation that nobody asked for is a failure like any other.</summary>
    private static bool IsItsOwn(Exception error) =>
        error is not (ComponentException or WorkerAbandonedException) && (error is not OperationCanceledException || !CallSlot.IsStopping);
}
