using SparsePlugins.Contracts;
using SparsePlugins.Execution;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Asks the architectures of a plan whether they fit the sizes and the step, before anything is trained.</summary>
/// <param name="plugins">Where components come from.</param>
/// <param name="files">How paths are resolved.</param>
internal sealed class ArchitectureProbe(PluginSet plugins, InputFiles files)
{
    /// <summary>What is wrong, where the architecture is named.</summary>
    /// <param name="plan">A plan whose sources can be made.</param>
    public IReadOnlyList<Problem> Problems(Plan plan)
    {
        RunSpec[] specs =
        [
            .. plan
                .Cohorts.SelectMany(cohort => cohort.Runs)
                .Select(run => run.Spec)
                .DistinctBy(spec =>
                    (
                        spec.Source.Label,
                        spec.Autoencoder.Architecture.Label,
                        spec.Autoencoder.Features,
                        spec.Training.Step,
                        spec.Training.Precision,
                        spec.Training.TargetL0 > 0,
                        spec.Training.KFrom,
                        spec.Initializer.Label
                    )
                ),
        ];
        return [.. specs.SelectMany(Problems).Concat(WithoutPenalty(specs)).Concat(WithoutK(specs)).Distinct()];
    }

    private IEnumerable<Problem> Problems(RunSpec spec)
    {
        var architecture = RunArchitecture.Create(spec, plugins, files);
        var source = plugins.Find(ComponentKind.Source, spec.Source.Name);
        var width = ComponentException.Guard(source, () => source.Create<IActivationSource>(spec.Source, files).ActivationDim);
        var shape = new DictionaryShape(width, spec.Autoencoder.Features);
        var initializer = plugins.Find(ComponentKind.Initializer, spec.Initializer.Name);
        return Refusal(architecture, shape) is { } refusal ? [At(spec, refusal)]
            : DecoderScale.Problem(spec, initializer, architecture.Parameters(shape)) is { } problem ? [problem]
            : InitializerWidth.Problem(spec, initializer, width, files) is { } misfit ? [misfit]
            : TrainingSteps.AsksForForm(spec) && architecture.Fused is null
                ? [new Problem(spec.Autoencoder.Architecture.Position, spec.Autoencoder.Architecture.Path, TrainingSteps.NoForm(spec))]
            : WrongK(spec, architecture.K) is { } wrong ? [wrong]
            : [];
    }

    /// <summary>A k that doesn't fall, or begins with more codes than there are.</summary>
    private static Problem? WrongK(RunSpec spec, int k)
    {
        var (architecture, from, features) = (spec.Autoencoder.Architecture, spec.Training.KFrom, spec.Autoencoder.Features);
        var rule =
            k == 0 || from == 0 ? null
            : from <= k ? $"training.k_from must be more than the k of {architecture.Label}, which is {k}, got {from}; it falls to that k"
            : from > features ? $"training.k_from must be at most the {features} features, got {from}"
            : null;
        return rule is null ? null : new(architecture.Position, architecture.Path, rule);
    }

    /// <summary>A k that nothing has. Beside an architecture with k one without may stand: it is trained as ever.</summary>
    private IEnumerable<Problem> WithoutK(RunSpec[] specs)
    {
        RunSpec[] falling = [.. specs.Where(spec => spec.Training.KFrom > 0)];
        return falling.Any(spec => RunArchitecture.Create(spec, plugins, files).K > 0)
            ? []
            : falling
                .Select(spec => spec.Autoencoder.Architecture)
                .Select(architecture => new Problem(
                    architecture.Position,
                    architecture.Path,
                    $"training.k_from lets k fall, and {architecture.Label} keeps no number of codes; remove k_from and k_decrease, or use an architecture such as top-k"
                ));
    }

    /// <summary>A target L0 that nothing is steered to. Beside a penalized architecture one without a penalty may stand: its k is then to be the target.</summary>
    private IEnumerable<Problem> WithoutPenalty(RunSpec[] specs)
    {
        RunSpec[] steered = [.. specs.Where(spec => spec.Training.TargetL0 > 0 || spec.Training.SparsityWarmUp > 0)];
        return steered.Any(spec => RunArchitecture.Create(spec, plugins, files).PenaltyWeight > 0)
            ? []
            : steered.Select(spec => WithoutPenalty(spec));
    }

    private static Problem WithoutPenalty(RunSpec spec)
    {
        var architecture = spec.Autoencoder.Architecture;
        var rule =
            spec.Training.TargetL0 > 0
                ? $"training.target_l0 steers a sparsity penalty, and {architecture.Label} has none that can be steered; remove target_l0, or set the architecture's own k or target"
                : $"training.sparsity_warm_up lets a sparsity penalty rise, and {architecture.Label} has none; remove sparsity_warm_up";
        return new(architecture.Position, architecture.Path, rule);
    }

    private static ComponentException? Refusal(RunArchitecture architecture, DictionaryShape shape)
    {
        try
        {
            _ = architecture.Parameters(shape);
            return null;
        }
        catch (ComponentException refusal)
        {
            return refusal;
        }
    }

    /// <summary>At the option that the refusal names as the argument at fault, where it names one.</summary>
    private static Problem At(RunSpec spec, ComponentException refusal)
    {
        var architecture = spec.Autoencoder.Architecture;
        return refusal.Argument is { } name && architecture.OptionPositions.TryGetValue(Names.Option(name), out var position)
            ? new Problem(position, $"{architecture.Path}.with.{Names.Option(name)}", refusal.Message)
            : new Problem(architecture.Position, architecture.Path, refusal.Message);
    }
}
