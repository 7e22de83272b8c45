using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using SparsePlugins.Training.Tests.Fused;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Stacked;

/// <summary>The same updates of several autoencoders: by the eager step one after the other, and stacked.</summary>
internal sealed class StackComparison : IDisposable
{
    private readonly Problem _problem;
    private readonly AutoencoderState[] _eagerStates;
    private readonly EagerStep[] _eager;
    private readonly StackedStep _stacked;

    /// <param name="problem">The batches and the size; each autoencoder starts from other weights.</param>
    /// <param name="members">With the optimizer of each.</param>
    public StackComparison(Problem problem, IReadOnlyList<(TrainingSetup Setup, AdamOptions Adam)> members)
    {
        _problem = problem;
        _eagerStates = [.. members.Select((member, index) => member.Setup.CreateState(Start(index)))];
        _eager = [.. members.Zip(_eagerStates, (member, state) => new EagerStep(member.Setup.Architecture, state, member.Adam))];
        States = [.. members.Select((member, index) => member.Setup.CreateState(Start(index)))];
        _stacked = new([.. members.Zip(States, (member, state) => new StackMember(member.Setup.Form, state, member.Adam))]);
    }

    /// <summary>What the stacked step updates.</summary>
    public IReadOnlyList<AutoencoderState> States { get; }

    /// <summary>Updates of all, and what the results say of each.</summary>
    /// <param name="updates">How many.</param>
    /// <param name="paceOf">The pace of an update, from 0, of a member; the full one by default.</param>
    /// <param name="batches">Different ones, of which members take turns.</param>
    public void Step(int updates, Func<int, int, UpdatePace>? paceOf = null, int batches = 1)
    {
        for (var update = 0; update < updates; update++)
        {
            using var scope = NewDisposeScope();
            TrainingBatch[] drawn =
            [
                .. Enumerable.Range(0, batches).Select(index => new TrainingBatch(_problem.Batch((ulong)(100 + update + (1000 * index))))),
            ];
            UpdatePace[] paces = [.. States.Select((_, index) => paceOf?.Invoke(update, index) ?? UpdatePace.Full)];
            var actual = _stacked.Step([.. States.Select((_, index) => drawn[index % batches])], paces);
            for (var index = 0; index < _eager.Length; index++)
            {
                StepAgreement.AssertSame(_eager[index].Step(drawn[index % batches], paces[index]), actual[index]);
            }

            Array.ForEach(drawn, batch => batch.Dispose());
        }
    }

    /// <summary>An update of the stack alone.</summary>
    public IReadOnlyList<IStepResult> StepAlone(TrainingBatch batch) =>
        _stacked.Step([.. States.Select(_ => batch)], [.. States.Select(_ => UpdatePace.Full)]);

    /// <summary>Parameters, moments, averages, buffers and the number of updates of each.</summary>
    public void AssertSame()
    {
        foreach (var (expected, actual) in _eagerStates.Zip(States))
        {
            StepAgreement.AssertSame(expected, actual);
        }
    }

    public void Dispose()
    {
        _stacked.Dispose();
        Array.ForEach(_eager, step => step.Dispose());
        Array.ForEach([.. _eagerStates, .. States], state => state.Dispose());
    }

    private AutoencoderWeights Start(int index)
    {
        using var _ = no_grad();
        var weights = _problem.Weights();
        var order = randperm(_problem.Features, generator: new Generator((ulong)index + 1));
        return weights with { EncoderWeight = weights.EncoderWeight[order] };
    }
}
