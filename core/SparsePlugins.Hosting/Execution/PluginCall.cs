using SparsePlugins.Hosting.Components;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Runs component code that computes, and puts back what it may leave changed on this thread: the dispose scope and the gradient mode.</summary>
internal static class PluginCall
{
    /// <summary>Calls a component and checks what it returned.</summary>
    /// <param name="component">Whose code it is.</param>
    /// <param name="call">The call, with the checks of its result.</param>
    /// <exception cref="ComponentException">It threw, returned null, or broke a rule.</exception>
    public static T Compute<T>(Component component, Func<T?> call)
        where T : class
    {
        var scope = CurrentDisposeScope;
        var gradients = is_grad_enabled();
        try
        {
            return ComponentException.Guard(component, call) ?? throw ComponentException.For(component, "returned null");
        }
        finally
        {
            while (CurrentDisposeScope is { } left && !ReferenceEquals(left, scope))
            {
                left.Dispose();
            }

            if (is_grad_enabled() != gradients)
            {
                set_grad_enabled(gradients);
            }
        }
    }
}
