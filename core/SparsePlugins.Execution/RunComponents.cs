using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>Makes and calls the components that a run starts with.</summary>
internal static class RunComponents
{
    /// <summary>The initializer's weights, checked; in the caller's dispose scope.</summary>
    /// <exception cref="ComponentException">It failed, or broke its contract.</exception>
    public static AutoencoderWeights Initialize(
        RunSpec spec,
        RunContext run,
        CohortData data,
        RandomSeed seed,
        DictionaryShape shape,
        IReadOnlyList<ParameterShape> parameters
    )
    {
        var unitDecoder = parameters.Any(parameter => parameter is { Name: ParameterShape.DecoderWeight, UnitRows: true });
        using var context = new ComponentContext(run.Device, seed.Derive("initialize"), run.Cancellation);
        var component = run.Plugins.Find(ComponentKind.Initializer, spec.Initializer.Name);
        var initializer = component.Create<IDictionaryInitializer>(spec.Initializer, run.Files);
        var sample = data.Sample.clone(); // Its own, so that no initializer can change what the others see.
        return PluginCall.Compute(
            component,
            () => InitialWeights.Check(component, initializer.Initialize(shape, sample, context), shape, unitDecoder),
            weights => [weights.EncoderWeight, weights.EncoderBias, weights.DecoderWeight, weights.DecoderBias]
        );
    }

    /// <summary>What revives dead features with the reinitializer of a spec.</summary>
    /// <exception cref="ComponentException">It can't be made.</exception>
    public static FeatureReviver CreateReviver(
        ReinitializerSpec spec,
        RunContext run,
        AutoencoderState state,
        EncoderReference encoders,
        RandomSeed seed,
        Func<ScoredModel> model
    )
    {
        var component = run.Plugins.Find(ComponentKind.Reinitializer, spec.Component.Name);
        var reinitializer = component.Create<IDeadFeatureReinitializer>(spec.Component, run.Files);
        return new FeatureReviver(
            spec,
            component,
            reinitializer,
            state,
            encoders,
            CohortModel.Needs(component) ? model() : null,
            new ComponentContext(run.Device, seed, run.Cancellation)
        );
    }
}
