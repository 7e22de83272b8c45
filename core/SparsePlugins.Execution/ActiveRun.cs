using SparsePlugins.Contracts;
using SparsePlugins.Execution.Data;
using SparsePlugins.Execution.Inputs;
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
    private readonly CurveRecorder _curves = new();
    private readonly CurveRecorder _updates = new(); // The loss, and what schedules came to.
    private readonly ResumableClock _training;
    private readonly ResumableClock _evaluation;
    private readonly AutoencoderState _state;
    private readonly InitialFacts _initial;
    private readonly ITrainingStep _step;
    private readonly FeatureReviver? _reviver;
    private readonly RunPace _pace;
    private readonly CohortData _shared;
    private DictionaryFacts? _dictionary; // Measured once it ended well.
    private string _message = "";
    private double _largestWeight = double.NaN;
    private (long Step, double Loss) _lastFinite;
    private bool _isBetweenUpdates;
    private bool _keepsResults = true;

    private ActiveRun(PlannedRun run, RunKey key, RunContext context, CohortData data, RandomSeed seed, Checkpoint? checkpoint)
    {
        (_run, _key, _context, _shared) = (run, key, context, data);
        _architecture = RunArchitecture.Create(Spec, context.Plugins, context.Files);
        _evaluator = new Evaluator(Spec.Metrics, _architecture, context.Plugins, context.Files, data);
        _data = RunData.Describe(Spec, context.Surveys, data);
        var shape = new DictionaryShape(data.ActivationDim, Spec.Autoencoder.Features);
        var parameters = _architecture.Parameters(shape);
        _training = new ResumableClock(checkpoint?.Progress.TrainingSeconds ?? 0);
        _evaluation = new ResumableClock(checkpoint?.Progress.EvaluationSeconds ?? 0);
        _state = checkpoint is null
            ? Initialize(data, seed, shape, parameters)
            : AutoencoderState.Restore(parameters, checkpoint.Tensors, checkpoint.Progress.Step, context.Device, Spec.Training.Average);
        _initial = checkpoint?.Progress.Initial ?? InitialFacts.Compute(_state.Weights);
        _step = TrainingSteps.Create(Spec, context.Device, _architecture, _state);
        _reviver = Spec.Reinitializer is { } reinitializer
            ? RunComponents.CreateReviver(reinitializer, context, _state, _initial.Encoders, seed, () => data.Model!.Scored(Reconstruct))
            : null;
        _pace = new RunPace(Spec, _architecture.K, _reviver, checkpoint?.Progress.Sparsity ?? SparsityState.Start);
    }

    /// <summary>The run's id.</summary>
    public string Id => _key.Id;

    /// <summary>How it ended, or <see langword="null"/> while it trains.</summary>
    public Outcome? Outcome { get; private set; }

    /// <summary>The training loss at the last evaluated step.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>What it measured last of the measurement of <c>stop_when</c>, or else of the first one that has a better side.</summary>
    public (MeasurementFacts Facts, double Value)? Standing => _curves.Last(Spec.Training.StopWhen?.Metric);

    /// <summary>Updates made.</summary>
    public long Updates => _state.Updates;

    /// <summary>Whether it is training and between two updates: within one, a checkpoint would hold half of it.</summary>
    public bool CanBeSaved => Outcome is null && _isBetweenUpdates;

    /// <summary>Its progress, as a checkpoint holds it.</summary>
    public RunProgress Progress =>
        new(
            _key.Id,
            _state.Updates,
            Loss,
            _curves.Curves,
            _updates.Curves,
            _reviver?.Events ?? [],
            _initial,
            _pace.State,
            _training.Seconds,
            _evaluation.Seconds
        );

    /// <summary>The tensors that a checkpoint holds; not copied.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => [.. _state.State, .. _reviver?.State ?? []];

    /// <summary>What it trains.</summary>
    public RunSpec Spec => _run.Spec;

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

    /// <summary>Whether a step from <paramref name="first"/> to <paramref name="last"/> was measured.</summary>
    public bool HasEvaluated(long first, long last) =>
        Enumerable.Range(0, (int)(last - first + 1)).Any(index => first + index <= _state.Updates && IsEvaluated(first + index));

    /// <summary>Makes update number <paramref name="step"/>, from 1, and measures if that is due.</summary>
    /// <exception cref="ComponentException">A component failed.</exception>
    public void Train(long step, TrainingBatch batch)
    {
        _isBetweenUpdates = false;
        _training.Start();
        var pace = _pace.At(step);
        var result = _step.Step(batch, pace);
        _pace.Observe(step, result, batch.Samples.shape[0]);
        _reviver?.Observe(batch.Samples, result);
        _training.Stop();

        if (step == 1 && !double.IsFinite(result.Loss))
        {
            Loss = result.Loss;
            End(NonFiniteLoss.AtFirstUpdate(Loss, batch.Samples, _run.Initializer, _largestWeight, _shared));
        }
        else if (IsEvaluated(step))
        {
            Loss = result.Loss;
            _updates.AddLoss(step, Loss);
            _updates.Add(step, ScheduleCurves.At(Spec.Training, _architecture, pace));
            Evaluate(step, last: step == Spec.Training.Steps);
        }

        if (Outcome is null)
        {
            _reviver?.Revive(step, batch.Samples, result); // After measuring: what is measured was trained.
        }

        _isBetweenUpdates = true;
    }

    /// <summary>Ends it because a component failed.</summary>
    public void Fail(string message)
    {
        Outcome = SparsePlugins.Records.Outcome.Failed;
        _message = message;
    }

    /// <summary>Ends it as failed if a file that it reads changed since its id was computed; its record keeps nothing that may come from the change.</summary>
    public void RequireUnchangedInput()
    {
        if (_context.Files.ChangeFor(Spec) is { } change)
        {
            Fail(change);
            _keepsResults = false;
        }
    }

    /// <summary>Its record, once it ended.</summary>
    /// <param name="dataSeconds">Seconds that the cohort spent on data.</param>
    public RunRecord Record(double dataSeconds) =>
        new(
            id: _key.Id,
            spec: _key.Spec,
            seed: Spec.Seed,
            source: Spec.Source.Label,
            architecture: Spec.Autoencoder.Architecture.Label,
            initializer: _run.Initializer,
            reinitializer: _run.Reinitializer,
            plugins: _key.Plugins,
            environment: _key.Environment,
            outcome: Outcome ?? throw new InvalidOperationException("a run has a record once it ended"),
            message: _message,
            steps: _state.Updates,
            batch: Spec.Training.Batch,
            curves: _keepsResults ? [.. _curves.Curves, .. ScheduleCurves.Recorded(_updates.Curves)] : [],
            reinitializations: _keepsResults ? _reviver?.Events ?? [] : [],
            coinciding: CoincidingRecord.Create(_initial, _state, Outcome!),
            timings: new Timings(_training.Seconds, _evaluation.Seconds, dataSeconds),
            weights: "",
            data: _data,
            dictionary: _dictionary
        );

    /// <summary>Frees the autoencoder.</summary>
    public void Dispose()
    {
        _reviver?.Dispose();
        _step.Dispose();
        _state.Dispose();
    }

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
        _curves.Restore(checkpoint.Progress.Curves);
        _updates.Restore(checkpoint.Progress.Losses);
        Loss = checkpoint.Progress.Loss;
        _lastFinite = _updates.Curves is [{ Steps: [.., var step] }, ..] ? (step, Loss) : (0, Loss);
        _largestWeight = _state.Updates == 0 ? NonFiniteLoss.LargestWeight(_state.Parameters) : double.NaN;
        _isBetweenUpdates = true;
    }

    private void Evaluate(long step, bool last)
    {
        _evaluation.Start();
        var measurements = _evaluator.Measure(_state.Evaluated, step, all: step == 0 || last);
        var diverged = step > 0 && !double.IsFinite(Loss);
        var stop = !diverged && Spec.Training.StopWhen is { } threshold && IsReached(threshold, measurements);
        if (stop && !last)
        {
            measurements = _evaluator.Measure(_state.Evaluated, step, all: true);
        }

        foreach (var measurement in measurements)
        {
            _curves.Add(step, measurement);
        }

        _evaluation.Stop();
        if (diverged)
        {
            End(NonFiniteLoss.Since(Loss, _lastFinite, step, _reviver?.LastRevival, Spec.Training.LearningRate, _shared));
        }
        else
        {
            _lastFinite = (step, Loss);
            End(stop, last);
        }
    }

    private void End(NonFiniteLoss found)
    {
        Outcome = found.HasDiverged ? SparsePlugins.Records.Outcome.Diverged : SparsePlugins.Records.Outcome.Failed;
        _message = found.Message;
    }

    private void End(bool stop, bool last)
    {
        if (stop || last)
        {
            _dictionary = _evaluator.View(_state.Evaluated);
            Outcome = stop ? SparsePlugins.Records.Outcome.Stopped : SparsePlugins.Records.Outcome.Completed;
        }
    }

    private static bool IsReached(Threshold threshold, IReadOnlyList<MetricMeasurement> measured) =>
        measured.FirstOrDefault(one => one.Measurement.Name == threshold.Metric) is { Measurement.Value: var value }
        && (threshold.Crossing.IsAtLeast ? value >= threshold.Value : value <= threshold.Value);
}
