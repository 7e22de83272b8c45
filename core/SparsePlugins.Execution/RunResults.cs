using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>What a run measured, how long that and its training took, and how it ended.</summary>
/// <param name="run">The run.</param>
/// <param name="key">Its id, and what that was computed from.</param>
/// <param name="before">What it had when it was saved; <see langword="null"/> at its start.</param>
internal sealed class RunResults(PlannedRun run, RunKey key, RunProgress? before)
{
    private readonly CurveRecorder _curves = new();
    private readonly CurveRecorder _updates = new(); // The loss, and what schedules came to.
    private string _message = "";
    private bool _areKept = true;

    /// <summary>The time of its updates.</summary>
    public ResumableClock Training { get; } = new(before?.TrainingSeconds ?? 0);

    /// <summary>The time of its measurements.</summary>
    public ResumableClock Evaluation { get; } = new(before?.EvaluationSeconds ?? 0);

    /// <summary>How it ended, or <see langword="null"/> while it trains.</summary>
    public Outcome? Outcome { get; private set; }

    /// <summary>The training loss at the last evaluated step.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>The last evaluated step at which the loss was finite, and that loss.</summary>
    public (long Step, double Loss) LastFinite { get; private set; }

    /// <summary>The dictionary that it ended well with, as reports show it.</summary>
    public DictionaryFacts? Dictionary { get; set; }

    /// <summary>What it measured last of a measurement, or else of the first one that has a better side.</summary>
    /// <param name="measurement">The measurement; <see langword="null"/> for none in particular.</param>
    public (MeasurementFacts Facts, double Value)? Standing(string? measurement) => _curves.Last(measurement);

    /// <summary>Takes over the loss and the curves of the checkpoint.</summary>
    /// <param name="progress">From the checkpoint.</param>
    public void Restore(RunProgress progress)
    {
        _curves.Restore(progress.Curves);
        _updates.Restore(progress.Losses);
        Loss = progress.Loss;
        LastFinite = _updates.Curves is [{ Steps: [.., var step] }, ..] ? (step, Loss) : (0, Loss);
    }

    /// <summary>Adds the loss of an evaluated step, and what its schedules came to.</summary>
    public void AddUpdate(long step, double loss, IEnumerable<(MeasurementFacts Facts, double Value)> schedules)
    {
        Loss = loss;
        _updates.AddLoss(step, loss);
        _updates.Add(step, schedules);
    }

    /// <summary>Adds what was measured at a step.</summary>
    public void Add(long step, IEnumerable<MetricMeasurement> measurements)
    {
        foreach (var measurement in measurements)
        {
            _curves.Add(step, measurement);
        }
    }

    /// <summary>Notes that the loss of an evaluated step was a number.</summary>
    public void NoteFinite(long step) => LastFinite = (step, Loss);

    /// <summary>Ends it.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="message">Why, if it did not end well.</param>
    public void End(Outcome outcome, string message = "") => (Outcome, _message) = (outcome, message);

    /// <summary>Ends it because the loss was not a number.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="found">Why.</param>
    public void End(double loss, NonFiniteLoss found)
    {
        Loss = loss;
        End(found.HasDiverged ? SparsePlugins.Records.Outcome.Diverged : SparsePlugins.Records.Outcome.Failed, found.Message);
    }

    /// <summary>Ends it as failed, and keeps nothing of what it measured.</summary>
    /// <param name="message">Why.</param>
    public void Discard(string message)
    {
        End(SparsePlugins.Records.Outcome.Failed, message);
        _areKept = false;
    }

    /// <summary>Its progress, as a checkpoint holds it.</summary>
    public RunProgress Progress(
        long updates,
        IReadOnlyList<ReinitializationEvent> reinitializations,
        InitialFacts initial,
        SparsityState sparsity
    ) =>
        new(
            key.Id,
            updates,
            Loss,
            _curves.Curves,
            _updates.Curves,
            reinitializations,
            initial,
            sparsity,
            Training.Seconds,
            Evaluation.Seconds
        );

    /// <summary>Its record, once it ended.</summary>
    /// <param name="state">What was trained.</param>
    /// <param name="initial">What it began with.</param>
    /// <param name="reinitializations">How features were revived.</param>
    /// <param name="data">What is known of its data.</param>
    /// <param name="dataSeconds">Seconds that its cohort spent on data.</param>
    public RunRecord Record(
        AutoencoderState state,
        InitialFacts initial,
        IReadOnlyList<ReinitializationEvent> reinitializations,
        DataFacts data,
        double dataSeconds
    ) =>
        new(
            id: key.Id,
            spec: key.Spec,
            seed: run.Spec.Seed,
            source: run.Spec.Source.Label,
            architecture: run.Spec.Autoencoder.Architecture.Label,
            initializer: run.Initializer,
            reinitializer: run.Reinitializer,
            plugins: key.Plugins,
            environment: key.Environment,
            outcome: Outcome ?? throw new InvalidOperationException("a run has a record once it ended"),
            message: _message,
            steps: state.Updates,
            batch: run.Spec.Training.Batch,
            curves: _areKept ? [.. _curves.Curves, .. ScheduleCurves.Recorded(_updates.Curves)] : [],
            reinitializations: _areKept ? reinitializations : [],
            coinciding: CoincidingRecord.Create(initial, state, Outcome),
            timings: new Timings(Training.Seconds, Evaluation.Seconds, dataSeconds),
            weights: "",
            data: data,
            dictionary: Dictionary
        );
}
