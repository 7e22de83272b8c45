using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>How a call to a component has to behave, whatever it computes. Results are lists of tensors or numbers, as bytes.</summary>
internal static class Conduct
{
    /// <summary>The global generator belongs to the process, and test classes run side by side.</summary>
    private static readonly Lock GlobalGenerator = new();

    /// <summary>Makes the call as the host does, in a dispose scope: afterwards no tensor of the call is alive and no scope is open.</summary>
    internal static void LeavesNothingBehind(Action call)
    {
        using var scope = NewDisposeScope();
        var (before, gradients) = (Alive(), is_grad_enabled());
        var left = 0;
        using (var host = NewDisposeScope())
        {
            call();
            for (; CurrentDisposeScope != host && CurrentDisposeScope is not null; left++)
                CurrentDisposeScope.Dispose();
        }

        Require.That(left == 0, $"the call left {left} dispose scopes open; write `using var scope = ...`");
        var switched = is_grad_enabled() != gradients;
        set_grad_enabled(gradients);
        Require.That(!switched, "the call switched gradients on or off for its thread; write `using var off = no_grad()`");
        var leaked = Alive() - before;
        Require.That(leaked == 0, $"{leaked} tensors outlive the call: they were detached from the host's dispose scope, or kept");
    }

    /// <summary>The call neither reads nor advances the global generator.</summary>
    internal static void UsesNoGlobalRandomness(Func<byte[][]> call)
    {
        lock (GlobalGenerator)
        {
            using var scope = NewDisposeScope();
            manual_seed(1);
            var before = get_rng_state();
            var first = call();
            Require.That(
                before.equal(get_rng_state()).all().item<bool>(),
                "the call advanced the global generator; draw from context.Random"
            );
            manual_seed(2);
            AssertSame(first, call(), "the call depends on the global generator; draw from context.Random");
        }
    }

    /// <summary>The call leaves the bytes of its inputs as they were.</summary>
    internal static void LeavesUntouched(IEnumerable<Tensor> inputs, Action call)
    {
        var list = inputs.ToList();
        var before = list.Select(TensorAssertions.Bytes).ToArray();
        call();
        AssertSame(before, [.. list.Select(TensorAssertions.Bytes)], "the call changed an input; inputs are read-only");
    }

    /// <summary>What is returned shares memory with no input and with nothing else that is returned.</summary>
    internal static void OwnsItsResults(IEnumerable<Tensor> inputs, Func<IEnumerable<Tensor>> call)
    {
        using var scope = NewDisposeScope();
        var results = call().ToList();
        foreach (var result in results)
        {
            var others = results.Where(other => !ReferenceEquals(other, result));
            LeavesUntouched([.. inputs, .. others], () => result.fill_(1234.5f));
            Require.That(results.Count(other => ReferenceEquals(other, result)) == 1, "one tensor is returned twice; return clones");
        }
    }

    /// <summary>A call whose token is cancelled ends early with <see cref="OperationCanceledException"/>, or just finishes.</summary>
    internal static void EndsWhenCancelled(Action<ComponentContext> call)
    {
        using var scope = NewDisposeScope();
        using var context = ToyProblem.Context(cancellation: new CancellationToken(canceled: true));
        var failure = FailureOf(() => call(context));
        Require.That(
            failure is null or OperationCanceledException,
            $"a cancelled call threw {failure?.GetType().Name}: {failure?.Message.Split('\n')[0]}; it may finish, or throw OperationCanceledException"
        );
    }

    /// <summary>Fails with <paramref name="message"/> unless two results have the same bytes.</summary>
    internal static void AssertSame(byte[][] expected, byte[][] actual, string message) => Require.That(AreSame(expected, actual), message);

    /// <summary>Whether two results have the same bytes.</summary>
    internal static bool AreSame(byte[][] left, byte[][] right) =>
        left.Length == right.Length && left.Zip(right).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private static Exception? FailureOf(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static long Alive() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
