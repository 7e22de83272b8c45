using SparsePlugins.Contracts;
using SparsePlugins.Reporting;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Which features live, and what their encoders are like.</summary>
internal static class LivingFeatures
{
    /// <summary>The features that aren't dead: [F - K] int64, ascending.</summary>
    public static Tensor Except(Tensor dead, long features)
    {
        using var scope = NewDisposeScope();
        return ones(features, dtype: ScalarType.Bool, device: dead.device)
            .index_fill_(0, dead, 0)
            .nonzero()
            .flatten()
            .MoveToOuterDisposeScope();
    }

    /// <summary>The reference of the features that aren't dead and have fired since they were last given weights; <see langword="null"/> where there is none.</summary>
    /// <remarks>
    /// A feature that was revived counts as living before it has fired, until it is found dead again. Were it counted here, too, each revival
    /// would measure its rows by those that the last one wrote, and encoders would shrink to nothing where everything is dead.
    /// </remarks>
    public static EncoderReference? Reference(
        AutoencoderWeights weights,
        Tensor dead,
        DeadFeatureTracker tracker,
        IEnumerable<ReinitializationEvent> events,
        long step,
        long rows
    )
    {
        using var scope = NewDisposeScope();
        var revivedAt = events
            .SelectMany(one => one.Features.Select(feature => (feature, one.Step)))
            .GroupBy(one => one.feature)
            .ToDictionary(group => group.Key, group => group.Max(one => one.Step));
        var silent = tracker.SamplesSinceFired.cpu().data<long>().ToArray();
        bool HasFired(long feature) => !revivedAt.TryGetValue((int)feature, out var revival) || silent[feature] < (step - revival) * rows;
        var living = Except(dead, silent.Length).cpu().data<long>().Where(HasFired).ToArray();
        return living.Length == 0 ? null : EncoderReference.Of(weights, tensor(living, device: dead.device));
    }
}
