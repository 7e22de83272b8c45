using SparsePlugins.Contracts;
using SparsePlugins.Execution.Data;
using SparsePlugins.Inputs;
using SparsePlugins.Kernels;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>One run of a cohort while it trains. What happens to it depends on its spec and the cohort's data alone.</summary>
internal sealed class ActiveRun : IDisposable
{
    private readonly RunContext _context;
    private readonly PlannedRun _run;
    private readonly RunKey _key;
    private readonly RunArchitecture _architecture;
    private readonly Evaluator _evaluator;
    private readonly DataFacts _data;
    private readonly RunResults _results;
    private readonly AutoencoderState _state;
    private readonly InitialFacts _initial;
    private readonly ITrainingStep? _step;
    private readonly FeatureReviver? _reviver;
    private readonly RunPace _pace;
    private readonly CohortData _shared;
    private double _largestWeight = double.NaN;
    private bool _isBetweenUpdates;

    private ActiveRun(PlannedRun run, RunKey key, RunContext context, CohortData data, RandomSeed seed, Checkpoint? checkpoint)
    {
        (_run, _key, _context, _shared) = (run, key, context, data);
        _architecture = RunArchitecture.Create(Spec, context.Plugins, context.Files);
        _evaluator = new Evaluator(Spec.Metrics, _architecture, context.Plugins, context.Files, data);
        _data = RunData.Describe(Spec, context.Surveys, data);
        var shape = new DictionaryShape(data.ActivationDim, Spec.Autoencoder.Features);
        var parameters = _architecture.Parameters(shape);
        _results = new RunResults(run, key, checkpoint?.Progress);
        _state = checkpoint is null
            ? Initialize(data, seed, shape, parameters)
            : AutoencoderState.Restore(parameters, checkpoint.Tensors, checkpoint.Progress.Step, context.Device, Spec.Training.Average);
        _initial = checkpoint?.Progress.Initial ?? InitialFacts.Compute(_state.Weights);
        Member = TrainingSteps.MemberOf(Spec, context.Device, _architecture, _state);
        _step = Member is null ? TrainingSteps.Create(Spec, context.Device, _architecture, _state, context.Threads) : null;
        _reviver = Spec.Reinitializer is { } reinitializer
            ? RunComponents.CreateReviver(reinitializer, context, _state, _initial.Encoders, seed, () => data.Model!.Scored(Reconstruct))
            : null;
        _pace = new RunPace(Spec, _architecture.K, _reviver, checkpoint?.Progress.Sparsity ?? SparsityState.Start);
    }

    /// <summary>What a stack updates together with others; <see langword="null"/> where the run makes its updates alone.</summary>
    public StackMember? Member { get; }

    /// <summary>The run's id.</summary>
    public string Id => _key.Id;

    /// <summary>How it ended, or <see langword="null"/> while it trains.</summary>
    public Outcome? Outcome => _results.Outcome;

    /// <summary>The training loss at the last evaluated step.</summary>
    public double Loss => _results.Loss;

    /// <summary>What it measured last of the measurement of <c>stop_when</c>, or else of the first one that has a better side.</summary>
    public (MeasurementFacts Facts, double Value)? Standing => _results.Standing(Spec.Training.StopWhen?.Metric);

    /// <summary>Updates made.</summary>
    public long Updates => _state.Updates;

    /// <summary>Whether it is training and between two updates: within one, a checkpoint would hold half of it.</summary>
    public bool CanBeSaved => Outcome is null && _isBetweenUpdates;

    /// <summary>Its progress, as a checkpoint holds it.</summary>
    public RunProgress Progress => _results.Progress(_state.Updates, Revivals, _initial, _pace.State);

    /// <summary>The tensors that a checkpoint holds; not copied.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => [.. _state.State, .. _reviver?.State ?? []];

    /// <summary>What it trains.</summary>
    public RunSpec Spec => _run.Spec;

    /// <summary>What it shares with the other runs of its cohort.</summary>
    public CohortData Data => _shared;

    /// <summary>Rows that its measurements are of.</summary>
    public long EvaluationRows => _shared.EvaluationRows;

    /// <summary>What is done to the rows that it sees.</summary>
    public InputTransform Inputs => _shared.Rows.Transform;

    /// <summary>The parameters that are its result, not copied: their average where one is kept.</summary>
    public ParameterSet Parameters => _state.Evaluated;

    /// <summary>How it computes codes and reconstruction of rows as the source gives them, for its weights file.</summary>
    public string Formula => _shared.Rows.Transform.Around(_architecture.Formula);

    /// <summary>Initializes a run and measures it before any update.</summary>
    /// <exception cref="ComponentException">A component failed.</exception>
    public static ActiveRun Begin(PlannedRun run, RunKey key, RunContext context, CohortData data, RandomSeed seed)
    {
        var active = new ActiveRun(run, key, context, data, seed, checkpoint: null);
        try
        {
            active.Evaluate(step: 0, last: false);
            active._isBetweenUpdates = true;
            return active;
        }
        catch
        {
            active.Dispose();
            throw;
        }
    }

    /// <summary>Resumes a run from a checkpoint.</summary>
    /// <exception cref="ComponentException">The reinitializer can't be made.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is of something else.</exception>
    public static ActiveRun Resume(PlannedRun run, RunKey key, RunContext context, CohortData data, RandomSeed seed, Checkpoint checkpoint)
    {
        var active = new ActiveRun(run, key, context, data, seed, checkpoint);
        try
        {
            active.Restore(checkpoint);
            return active;
        }
        catch
        {
            active.Dispose();
            throw;
        }
    }

    /// <summary>Whether step number <paramref name="step"/> is measured.</summary>
    private bool IsEvaluated(long step) => step == Spec.Training.Steps || _evaluator.IsDue(step);

    /// <summary>Whether something of the result of step number <paramref name="step"/> is read, which waits for a GPU.</summary>
    public bool ReadsResult(long step) => ReadsLoss(step) || Spec.Training.TargetL0 > 0 || _reviver is not null;

    private bool ReadsLoss(long step) => step == 1 || IsEvaluated(step);

    /// <summary>Whether a step from <paramref name="first"/> to <paramref name="last"/> was measured.</summary>
    public bool HasEvaluated(long first, long last) =>
        Enumerable.Range(0, (int)(last - first + 1)).Any(index => first + index <= _state.Updates && IsEvaluated(first + index));

    /// <summary>Makes update number <paramref name="step"/>, from 1, alone, and measures if that is due.</summary>
    /// <exception cref="ComponentException">A component failed.</exception>
    public void Train(long step, TrainingBatch batch)
    {
        var pace = Prepare(step);
        _results.Training.Start();
        Finish(step, batch, pace, _step!.Step(batch, pace));
    }

    /// <summary>Begins update number <paramref name="step"/>, from 1; call <see cref="Finish"/> after it.</summary>
    /// <returns>What it multiplies its settings by.</returns>
    public UpdatePace Prepare(long step)
    {
        _isBetweenUpdates = false;
        return _pace.At(step);
    }

    /// <summary>Takes note of an update, measures if that is due, and revives.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="batch">Of the update.</param>
    /// <param name="pace">What <see cref="Prepare"/> said.</param>
    /// <param name="result">Of the update.</param>
    /// <param name="share">Its part of the time of an update that was made for several runs.</param>
    /// <exception cref="ComponentException">A component failed.</exception>
    public void Finish(long step, TrainingBatch batch, UpdatePace pace, IStepResult result, TimeSpan share = default)
    {
        _results.Training.Start();
        _results.Training.Add(share);
        _pace.Observe(step, result, batch.Samples.shape[0]);
        _reviver?.Observe(step, batch.Samples, result);
        var loss = ReadsLoss(step) ? result.Loss : 0; // Within the time of training, as it may wait for a GPU.
        _results.Training.Stop();

        if (step == 1 && !double.IsFinite(loss))
        {
            _results.End(loss, NonFiniteLoss.AtFirstUpdate(loss, batch.Samples, _run.Initializer, _largestWeight, _shared));
        }
        else if (IsEvaluated(step))
        {
            _results.AddUpdate(step, loss, ScheduleCurves.At(Spec.Training, _architecture, pace));
            Evaluate(step, last: step == Spec.Training.Steps);
        }

        if (Outcome is null)
        {
            _reviver?.Revive(step, batch.Samples, result); // After measuring: what is measured was trained.
        }

        _isBetweenUpdates = true;
    }

    /// <summary>Ends it because a component failed.</summary>
    public void Fail(string message) => _results.End(SparsePlugins.Records.Outcome.Failed, message);

    /// <summary>Ends it as failed if a file that it reads changed since its id was computed; its record keeps nothing that may come from the change.</summary>
    public void RequireUnchangedInput()
    {
        if (_context.Files.ChangeFor(Spec) is { } change)
        {
            _results.Discard(change);
        }
    }

    /// <summary>Its record, once it ended.</summary>
    /// <param name="dataSeconds">Seconds that the cohort spent on data.</param>
    public RunRecord Record(double dataSeconds) => _results.Record(_state, _initial, Revivals, _data, dataSeconds);

    /// <summary>Frees the autoencoder.</summary>
    public void Dispose()
    {
        _reviver?.Dispose();
        _step?.Dispose();
        _state.Dispose();
    }

    private IReadOnlyList<ReinitializationEvent> Revivals => _reviver?.Events ?? [];

    private AutoencoderState Initialize(CohortData data, RandomSeed seed, DictionaryShape shape, IReadOnlyList<ParameterShape> parameters)
    {
        using var scope = NewDisposeScope();
        var weights = RunComponents.Initialize(Spec, _context, data, seed, shape, parameters);
        var state = AutoencoderState.Create(parameters, weights, Spec.Training.Average);
        _largestWeight = NonFiniteLoss.LargestWeight(state.Parameters);
        return state;
    }

    private Tensor Reconstruct(Tensor rows) => _architecture.Forward(_state.Parameters, rows, ForwardMode.Evaluate).Reconstruction;

    private void Restore(Checkpoint checkpoint)
    {
        _reviver?.Restore(checkpoint.Tensors, checkpoint.Progress.Reinitializations);
        _results.Restore(checkpoint.Progress);
        _largestWeight = _state.Updates == 0 ? NonFiniteLoss.LargestWeight(_state.Parameters) : double.NaN;
        _isBetweenUpdates = true;
    }

    private void Evaluate(long step, bool last)
    {
        var diverged = step > 0 && !double.IsFinite(Loss);
        var stops = Measure(step, last, mayStop: !diverged);
        if (diverged)
        {
            _results.End(
                Loss,
                NonFiniteLoss.Since(Loss, _results.LastFinite, step, _reviver?.LastRevival, Spec.Training.LearningRate, _shared)
            );
            return;
        }

        _results.NoteFinite(step);
        if (stops || last)
        {
            _results.Dictionary = _evaluator.View(_state.Evaluated);
            _results.End(stops ? SparsePlugins.Records.Outcome.Stopped : SparsePlugins.Records.Outcome.Completed);
        }
    }

    /// <summary>Measures, everything at the first step and the last.</summary>
    /// <returns>Whether training stops here, because its threshold is reached.</returns>
    private bool Measure(long step, bool last, bool mayStop)
    {
        _results.Evaluation.Start();
        var measurements = _evaluator.Measure(_state.Evaluated, step, all: step == 0 || last);
        var stops = mayStop && Spec.Training.StopWhen is { } threshold && IsReached(threshold, measurements);
        if (stops && !last)
        {
            measurements = _evaluator.Measure(_state.Evaluated, step, all: true);
        }

        _results.Add(step, measurements);
        _results.Evaluation.Stop();
        return stops;
    }

    private static bool IsReached(Threshold threshold, IReadOnlyList<MetricMeasurement> measured) =>
        measured.FirstOrDefault(one => one.Measurement.Name == threshold.Metric) is { Measurement.Value: var value }
        && (threshold.Crossing.IsAtLeast ? value >= threshold.Value : value <= threshold.Value);
}
