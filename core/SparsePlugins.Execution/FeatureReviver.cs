using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Training;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Watches for dead features and, at the manifest's cadence, has a reinitializer propose new weights, which it writes.</summary>
/// <param name="spec">When, who is dead, and which reinitializer.</param>
/// <param name="component">The reinitializer's component.</param>
/// <param name="reinitializer">The reinitializer.</param>
/// <param name="state">The autoencoder.</param>
/// <param name="initial">What encoders were like at the initialization.</param>
/// <param name="model">The language model with the autoencoder as it is now in it, where the reinitializer needs it.</param>
/// <param name="context">Its stream is the root of <c>reinitialize/STEP</c>.</param>
internal sealed class FeatureReviver(
    ReinitializerSpec spec,
    Component component,
    IDeadFeatureReinitializer reinitializer,
    AutoencoderState state,
    EncoderReference initial,
    ScoredModel? model,
    ComponentContext context
) : IDisposable
{
    private readonly DeadFeatureTracker _tracker = new((int)state.Weights.EncoderBias.shape[0], context.Device);

    // As many as there are features: were all dead, each could have an example of its own.
    private readonly WorstExamples _worst = new(
        (int)state.Weights.DecoderBias.shape[0],
        (int)state.Weights.EncoderBias.shape[0],
        context.Device
    );
    private readonly long _lastLook = spec.Until == 0 ? long.MaxValue : spec.Until / spec.Every * spec.Every;
    private readonly List<ReinitializationEvent> _events = [];
    private readonly HashSet<int> _everRevived = [];

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<ReinitializationEvent> Events => _events;

    /// <summary>The step after which features were last revived, or <see langword="null"/>.</summary>
    public long? LastRevival => _events.FindLast(one => one.Features.Count > 0)?.Step;

    /// <summary>What a checkpoint holds of it, beside <see cref="Events"/>.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => [.. _tracker.State, .. _worst.State];

    /// <summary>Resumes from a checkpoint.</summary>
    /// <exception cref="InvalidDataException">It is of something else.</exception>
    public void Restore(TensorBundle bundle, IEnumerable<ReinitializationEvent> events)
    {
        _tracker.Restore(bundle);
        _worst.Restore(bundle);
        foreach (var one in events)
        {
            Note(one);
        }
    }

    /// <summary>Takes note of an update, while there is a look to come.</summary>
    public void Observe(long step, Tensor batch, IStepResult result)
    {
        if (step <= _lastLook)
        {
            using var fired = result.Firings.gt(0);
            _tracker.Observe(fired, batch.shape[0]);
            _worst.Observe(batch, result);
        }
    }

    /// <summary>Revives the dead, if it is time to.</summary>
    /// <exception cref="ComponentException">The reinitializer failed or broke its contract.</exception>
    public void Revive(long step, Tensor batch, IStepResult result)
    {
        if (step % spec.Every == 0 && step <= _lastLook)
        {
            ReviveNow(step, batch, result);
            _worst.Clear();
        }
    }

    /// <summary>Frees the tracker and the examples.</summary>
    public void Dispose()
    {
        _tracker.Dispose();
        _worst.Dispose();
        context.Dispose();
    }

    private void ReviveNow(long step, Tensor batch, IStepResult result)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var dead = _tracker.Dead(spec.DeadAfter);
        if (dead.shape[0] == 0)
        {
            return;
        }

        var rows = Propose(step, Situation(dead, batch, result));
        var revived = dead.narrow(0, 0, rows.DecoderWeight.shape[0]);
        var coinciding = CountCoinciding(rows.DecoderWeight, dead);
        state.ReplaceFeatures(revived, rows);
        _tracker.Revive(revived);
        Note(new ReinitializationEvent(step, Places(revived), (int)(dead.shape[0] - revived.shape[0]), coinciding));
    }

    private void Note(ReinitializationEvent one)
    {
        _events.Add(one);
        _everRevived.UnionWith(one.Features);
    }

    /// <summary>What the reinitializer is handed: copies, as the batch is everybody's and the rest is needed afterwards.</summary>
    private DeadFeatures Situation(Tensor dead, Tensor batch, IStepResult result) =>
        new(
            dead.clone(),
            Snapshot.Create(state.Parameters).Weights,
            _worst.Examples.clone(),
            _worst.Losses.clone(),
            _worst.Residuals.clone(),
            batch.clone(),
            result.Errors.clone()
        )
        {
            Living = LivingFeatures.Reference(state.Weights, dead, _everRevived) ?? initial,
            Model = model,
        };

    private FeatureWeights Propose(long step, DeadFeatures dead)
    {
        using var stepContext = context.Derive($"reinitialize/{step}");
        return PluginCall.Compute(
            component,
            () => RevivedRows.Check(component, reinitializer.Propose(dead, stepContext), dead.Indices.shape[0], dead.Sample.shape[1]),
            rows => [rows.EncoderWeight, rows.EncoderBias, rows.DecoderWeight]
        );
    }

    /// <summary>Proposed directions that a living feature has, or one proposed before.</summary>
    private int CountCoinciding(Tensor proposed, Tensor dead)
    {
        var living = state.Weights.DecoderWeight.index_select(0, LivingFeatures.Except(dead, state.Weights.EncoderBias.shape[0]));
        return (int)(proposed.shape[0] - Directions.Distinct(proposed, living).shape[0]);
    }

    private static int[] Places(Tensor indices) => [.. indices.cpu().data<long>().Select(index => (int)index)];
}
