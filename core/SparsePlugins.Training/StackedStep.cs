using SparsePlugins.Kernels;
using SparsePlugins.Training.Stacked;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>
/// One update of several autoencoders of equal form and shape together: products of a stack instead of many small ones, which a GPU is slow to begin. It
/// agrees with the <see cref="EagerStep"/> of each within rounding, on any device. It waits for the device only where paces of members change that are not the same for all.
/// </summary>
/// <remarks>The tensors of the states become parts of the stack's; who holds them sees each update.</remarks>
public sealed class StackedStep : IDisposable
{
    private readonly IReadOnlyList<StackMember> _members;
    private readonly StackedState _stack;
    private readonly StackedForward _forward;
    private readonly StackedAdam _adam;
    private StackedResult? _last;

    /// <summary>A step of some autoencoders.</summary>
    /// <param name="members">At least one; with equal <see cref="StackMember.Key"/>, device and number of updates.</param>
    /// <exception cref="ArgumentException">They aren't equal.</exception>
    public StackedStep(IReadOnlyList<StackMember> members)
    {
        var (key, updates) = (members[0].Key, members[0].State.Updates);
        if (members.FirstOrDefault(member => member.Key != key || member.State.Updates != updates) is { } other)
        {
            throw new ArgumentException(
                $"a stack needs equal members; got '{key}' after {updates} updates and '{other.Key}' after {other.State.Updates}"
            );
        }

        _members = members;
        _stack = new StackedState([.. members.Select(member => member.State)]);
        var device = members[0].State.Weights.DecoderWeight.device;
        _forward = new StackedForward(
            members[0].Form,
            [.. members.Select(member => member.Penalty)],
            new StackedProducts(members[0].Products),
            device
        );
        _adam = new StackedAdam(members[0].Options, [.. members.Select(member => member.Options.LearningRate)], device);
    }

    /// <summary>Makes one update of each, in place.</summary>
    /// <param name="batches">That of each member, [B, D] on the states' device, read-only: the same for members of a seed, and all of one shape.</param>
    /// <param name="paces">That of each member, with the same k.</param>
    /// <returns>What the forward pass of each saw, before the update; overwritten by the next one.</returns>
    public IReadOnlyList<IStepResult> Step(IReadOnlyList<TrainingBatch> batches, IReadOnlyList<UpdatePace> paces)
    {
        if (paces.Count != _members.Count || paces.Any(pace => pace.K != paces[0].K) || batches.Count != _members.Count)
        {
            throw new ArgumentException($"a stack of {_members.Count} needs as many batches, and as many paces with one k", nameof(paces));
        }

        using var scope = NewDisposeScope();
        var before = _members[0].State.Updates;
        var pass = Learn(SamplesOf(batches), paces, before);
        using var _ = no_grad();
        _adam.Step(_stack.Trained, before + 1, [.. paces.Select(pace => pace.LearningRate)]);
        Finish(pass.Updates, before + 1);
        _last?.Dispose();
        _last = StackedResult.Outlive(scope, pass);
        return _last.Members;
    }

    /// <summary>Frees the stack and the last result; the states keep their tensors.</summary>
    public void Dispose()
    {
        _last?.Dispose();
        _forward.Dispose();
        _adam.Dispose();
        _stack.Dispose();
    }

    /// <summary>[B, D] where all members have the same batch, and [N, B, D] where they don't.</summary>
    private static Tensor SamplesOf(IReadOnlyList<TrainingBatch> batches) =>
        batches.All(batch => ReferenceEquals(batch, batches[0])) ? batches[0].Samples : stack(batches.Select(batch => batch.Samples));

    /// <summary>Leaves gradients, and frees what only they needed.</summary>
    private StackedPass Learn(Tensor samples, IReadOnlyList<UpdatePace> paces, long updates)
    {
        using var scope = NewDisposeScope();
        var pass = _forward.Run(_stack, samples, paces, updates);
        pass.Losses.sum().backward();
        return pass.MoveToOuterDisposeScope();
    }

    private void Finish(IEnumerable<(string Name, Tensor Value)> buffers, long updates)
    {
        foreach (var entry in _stack.Trained)
        {
            entry.KeepBounds();
        }

        foreach (var (name, value) in buffers)
        {
            _stack[name].copy_(value);
        }

        foreach (var member in _members)
        {
            member.State.Updates = updates;
        }

        if (_members[0].State.AverageShare is { } share)
        {
            foreach (var entry in _stack.Trained)
            {
                entry.MoveAverage(share);
            }
        }
    }
}
