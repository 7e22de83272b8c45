using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests;

/// <summary>Frees the tensors of a test when it ends.</summary>
public abstract class TorchTest : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose()
    {
        OnDispose();
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual void OnDispose() { }
}
