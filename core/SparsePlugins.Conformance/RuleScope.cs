using TorchSharp;

namespace SparsePlugins.Conformance;

/// <summary>The dispose scope that a component is checked in.</summary>
/// <remarks>
/// It frees what the check makes, and above all it keeps it until then: TorchSharp hands bare pointers to native code, and the garbage collector
/// can free a tensor that nothing else refers to in the middle of a call, which ends the process.
/// </remarks>
public sealed class RuleScope : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Frees the tensors of the check.</summary>
    /// <exception cref="ConformanceException">The check changed the thread.</exception>
    public void Dispose()
    {
        Require.That(
            _thread == Environment.CurrentManagedThreadId,
            "a test of a component may not be async: dispose scopes belong to a thread"
        );
        _scope.Dispose();
    }
}
