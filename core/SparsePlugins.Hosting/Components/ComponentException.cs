namespace SparsePlugins.Hosting.Components;

/// <summary>A component failed or broke a rule. The message names it, its assembly and version; the plugin's own exception is not kept, as that would keep the plugin.</summary>
/// <param name="message">The whole sentence.</param>
/// <param name="trace">Where, for the log.</param>
public sealed class ComponentException(string message, string trace = "") : Exception(message)
{
    /// <summary>The stack trace of the plugin's exception, or empty.</summary>
    public string Trace { get; } = trace;

    /// <summary>Runs a component's code and turns what it throws into a sentence that names it.</summary>
    /// <param name="component">Whose code it is.</param>
    /// <param name="call">The code.</param>
    /// <exception cref="ComponentException">It threw.</exception>
    public static T Guard<T>(Component component, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is not (OperationCanceledException or ComponentException))
        {
            throw For(component, error.Message.Split('\n')[0].Trim(), error.ToString());
        }
    }

    /// <summary>A component broke a rule.</summary>
    /// <param name="component">Which one.</param>
    /// <param name="complaint">The rule and what came instead.</param>
    /// <param name="trace">Where, for the log.</param>
    public static ComponentException For(Component component, string complaint, string trace = "") =>
        new($"{component} ({component.Plugin.Name} {component.Plugin.Version}): {complaint}", trace);
}
