using SparsePlugins.Plugins.Components;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Runs component code that computes, puts back what it left changed on this thread, and counts that as a fault of its own.</summary>
internal static class PluginCall
{
    /// <summary>Calls a component that returns numbers; afterwards no tensor of its is alive.</summary>
    /// <param name="component">Whose code it is.</param>
    /// <param name="call">The call, with the checks of its result.</param>
    /// <exception cref="ComponentException">It threw, returned null, or broke a rule.</exception>
    public static T Compute<T>(Component component, Func<T?> call)
        where T : class => Compute(component, call, _ => []);

    /// <summary>Calls a component that returns tensors; afterwards those are alive, in the caller's dispose scope, and no others.</summary>
    /// <param name="component">Whose code it is.</param>
    /// <param name="call">The call, with the checks of its result.</param>
    /// <param name="returned">The tensors of a result.</param>
    /// <exception cref="ComponentException">It threw, returned null, or broke a rule.</exception>
    public static T Compute<T>(Component component, Func<T?> call, Func<T, IEnumerable<Tensor>> returned)
        where T : class
    {
        var before = TensorsAlive;
        long expected;
        T result;
        using (var scope = NewDisposeScope())
        {
            result = Call(component, call);
            var tensors = returned(result).Distinct().ToArray();
            Array.ForEach(tensors, tensor => scope.MoveToOuter(tensor));
            expected = before + tensors.Length;
        }

        var leaked = TensorsAlive - expected;
        return leaked <= 0
            ? result
            : throw ComponentException.For(
                component,
                $"{leaked} tensors outlive the call: they were detached from the host's dispose scope, or kept; only what is returned may live on"
            );
    }

    /// <summary>Calls a component that may keep tensors: a source.</summary>
    /// <param name="component">Whose code it is.</param>
    /// <param name="call">The call, with the checks of its result.</param>
    /// <exception cref="ComponentException">It threw, returned null, or broke a rule.</exception>
    public static T Call<T>(Component component, Func<T?> call)
        where T : class
    {
        var state = ThreadState.Current;
        T? result = null;
        string? left;
        try
        {
            result = ComponentException.Guard(component, call) ?? throw ComponentException.For(component, "returned null");
        }
        finally
        {
            left = state.Restore();
        }

        return left is null ? result : throw ComponentException.For(component, left);
    }

    private static long TensorsAlive => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
