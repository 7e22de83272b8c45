using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>What torch keeps for each thread, and a component may leave changed.</summary>
/// <param name="Scope">The innermost dispose scope.</param>
/// <param name="Gradients">Whether gradients are recorded.</param>
/// <param name="Threads">Threads that an operation uses.</param>
/// <param name="DefaultType">The type of tensors that are made without one; of the whole process.</param>
internal readonly record struct ThreadState(TorchSharp.DisposeScope? Scope, bool Gradients, int Threads, ScalarType DefaultType)
{
    /// <summary>That of this thread, now.</summary>
    public static ThreadState Current => new(CurrentDisposeScope, is_grad_enabled(), get_num_threads(), get_default_dtype());

    /// <summary>Puts it back.</summary>
    /// <returns>What was changed and how to do better, or <see langword="null"/>.</returns>
    public string? Restore()
    {
        var left = CloseScopes();
        var settings = RestoreSettings();
        return Scope is not null && CurrentDisposeScope is null ? "the call closed a dispose scope of the host's; dispose only your own"
            : left > 0 ? $"the call left {left} dispose scopes open; write `using var scope = NewDisposeScope()`"
            : settings;
    }

    private int CloseScopes()
    {
        var left = 0;
        for (; CurrentDisposeScope is { } scope && !ReferenceEquals(scope, Scope); left++)
        {
            scope.Dispose();
        }

        return left;
    }

    private string? RestoreSettings()
    {
        var (gradients, threads, type) = (is_grad_enabled(), get_num_threads(), get_default_dtype());
        if (gradients != Gradients)
        {
            set_grad_enabled(Gradients);
        }

        if (threads != Threads)
        {
            set_num_threads(Threads);
        }

        if (type != DefaultType)
        {
            set_default_dtype(DefaultType);
        }

        return gradients != Gradients
                ? $"the call left gradients {(gradients ? "on" : "off")}; write `using (no_grad())` or `using (enable_grad())`"
            : threads != Threads
                ? $"the call set torch's threads from {Threads} to {threads}; results depend on their number, which is the host's to choose"
            : type != DefaultType ? $"the call set torch's default type to {type}; give the type where a tensor is made"
            : null;
    }
}
