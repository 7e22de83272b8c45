using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>The parameters of N autoencoders of equal shapes, in one tensor each.</summary>
internal sealed class StackedState : IDisposable
{
    private readonly Dictionary<string, StackedEntry> _byName;

    /// <summary>Moves them into a stack. What the states hold are parts of it from now on, also after the stack is disposed.</summary>
    /// <param name="states">N states with equal layouts.</param>
    public StackedState(IReadOnlyList<AutoencoderState> states)
    {
        Entries = [.. Enumerable.Range(0, states[0].Entries.Count).Select(Create)];
        Trained = [.. Entries.Where(entry => entry.Moments is not null)];
        _byName = Entries.ToDictionary(entry => entry.Shape.Name);

        StackedEntry Create(int index) => StackedEntry.Create([.. states.Select(state => state.Entries[index])]);
    }

    /// <summary>All of them, in the architecture's order.</summary>
    public IReadOnlyList<StackedEntry> Entries { get; }

    /// <summary>Those that updates change.</summary>
    public IReadOnlyList<StackedEntry> Trained { get; }

    /// <summary>The value of a name, [N, ...].</summary>
    public Tensor this[string name] => _byName[name].Value;

    /// <summary>Frees the tensors; their parts remain with the autoencoders.</summary>
    public void Dispose()
    {
        foreach (var entry in Entries)
        {
            entry.Dispose();
        }
    }
}
