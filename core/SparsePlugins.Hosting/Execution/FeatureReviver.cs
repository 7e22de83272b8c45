using SparsePlugins.Contracts;
using SparsePlugins.Hosting.Components;
using SparsePlugins.Planning;
using SparsePlugins.Reporting;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Watches for dead features and, at the manifest's cadence, has a reinitializer propose new weights, which it writes.</summary>
/// <param name="spec">When, who is dead, and which reinitializer.</param>
/// <param name="component">The reinitializer's component.</param>
/// <param name="reinitializer">The reinitializer.</param>
/// <param name="state">The autoencoder.</param>
/// <param name="context">Its stream is the root of <c>reinitialize/STEP</c>.</param>
internal sealed class FeatureReviver(
    ReinitializerSpec spec,
    Component component,
    IDeadFeatureReinitializer reinitializer,
    AutoencoderState state,
    ComponentContext context
) : IDisposable
{
    private readonly int _features = (int)state.EncoderBias.Value.shape[0];
    private readonly DeadFeatureTracker _tracker = new((int)state.EncoderBias.Value.shape[0], context.Device);

    // As many as there are features: were all dead, each could have an example of its own.
    private readonly WorstExamples _worst = new((int)state.EncoderBias.Value.shape[0]);
    private readonly List<ReinitializationEvent> _events = [];

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<ReinitializationEvent> Events => _events;

    /// <summary>Takes note of an update and revives the dead, if it is time to.</summary>
    /// <exception cref="ComponentException">The reinitializer failed or broke its contract.</exception>
    public void Observe(long step, Tensor batch, IStepResult result)
    {
        _tracker.Observe(result.Fired, batch.shape[0]);
        _worst.Observe(batch, result);
        if (step % spec.Every == 0)
        {
            Revive(step, batch, result);
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

    private void Revive(long step, Tensor batch, IStepResult result)
    {
        using var scope = NewDisposeScope();
        var indices = _tracker.Dead(spec.DeadAfter);
        if (indices.shape[0] == 0)
        {
            return;
        }

        using var stepContext = context.Derive($"reinitialize/{step}");
        using (no_grad())
        {
            var dead = new DeadFeatures(indices, state.Weights, _worst.Examples!, _worst.Losses!, _worst.Residuals!, batch, result.Errors);
            state.ReplaceFeatures(
                indices,
                Check(ComponentException.Guard(component, () => reinitializer.Propose(dead, stepContext)), indices.shape[0])
            );
        }

        _tracker.Revive(indices);
        _events.Add(new ReinitializationEvent(step, [.. indices.data<long>().Select(index => (int)index)]));
    }

    private FeatureWeights Check(FeatureWeights rows, long dead)
    {
        var width = state.DecoderBias.Value.shape[0];
        RequireShape(nameof(rows.EncoderWeight), rows.EncoderWeight, dead, width);
        RequireShape(nameof(rows.EncoderBias), rows.EncoderBias, dead);
        RequireShape(nameof(rows.DecoderWeight), rows.DecoderWeight, dead, width);
        var lengths = rows.DecoderWeight.norm(dim: 1, keepdim: false);
        return (isfinite(lengths) & (lengths > 0)).all().item<bool>() && isfinite(rows.EncoderWeight).all().item<bool>()
            ? rows
            : throw ComponentException.For(component, "proposed a row that is zero or not finite; a direction must be finite and not zero");
    }

    private void RequireShape(string name, Tensor rows, params long[] expected)
    {
        if (!rows.shape.SequenceEqual(expected))
        {
            throw ComponentException.For(
                component,
                $"proposed {name} [{string.Join(", ", rows.shape)}] for {expected[0]} of {_features} features; expected [{string.Join(", ", expected)}]"
            );
        }
    }
}
