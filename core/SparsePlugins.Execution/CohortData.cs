using SparsePlugins.Contracts;
using SparsePlugins.Execution.Inputs;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace SparsePlugins.Execution;

/// <summary>The data that the runs of a cohort share: drawn once, the same for all of them.</summary>
internal sealed class CohortData : IDisposable
{
    private readonly Component _source;
    private readonly ComponentContext _context;
    private readonly SourceStream _stream;
    private readonly Lazy<IReadOnlyList<int[][]>> _firing;

    private CohortData(Cohort cohort, Component component, IActivationSource source, ComponentContext context, bool withModel)
    {
        _source = component;
        _context = context;
        var stream = source.Open(context);
        try
        {
            _stream = new SourceStream(component, stream, source.ActivationDim);
            Truth = Reveal(source);
            Rows = new PreparedStream(cohort, component, _stream, context.Cancellation);
            Truth = Truth is null ? null : Rows.Transform.Replace(Truth);
            Evaluation = Rows.DrawEvaluation();
            EvaluationVaries = Varies(Evaluation);
            _firing = new Lazy<IReadOnlyList<int[][]>>(() => TrueRows.Draw(component, source, Again(context), cohort.Batch, Rows, Truth));
            Model = withModel ? CohortModel.Open(component, source, Rows.Transform, Again(context)) : null;
        }
        catch
        {
            FreeTensors();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>D.</summary>
    public int ActivationDim => _stream.Width;

    /// <summary>The true features, where the source knows them.</summary>
    public GroundTruth? Truth { get; }

    /// <summary>The model that the rows come from, where a component needs it.</summary>
    public CohortModel? Model { get; }

    /// <summary>The source's rows, and what is done to them.</summary>
    public PreparedStream Rows { get; }

    /// <summary>[N, D] for initializers.</summary>
    public Tensor Sample => Rows.Sample;

    /// <summary>Batches [B, D] for metrics; the last may be shorter.</summary>
    public IReadOnlyList<Tensor> Evaluation { get; }

    /// <summary>For each of these batches, the true features that are active in its rows.</summary>
    /// <exception cref="ComponentException">The source doesn't know, or broke its contract.</exception>
    public IReadOnlyList<int[][]> Firing => _firing.Value;

    /// <summary>Rows that metrics are measured on; fewer than asked for where the source holds out fewer.</summary>
    public long EvaluationRows => Evaluation.Sum(batch => batch.shape[0]);

    /// <summary>Whether those rows differ.</summary>
    public bool EvaluationVaries { get; }

    /// <summary>Seconds spent on drawing.</summary>
    public double Seconds => _stream.Seconds;

    /// <summary>Opens the source of a cohort and draws what its runs share.</summary>
    /// <param name="cohort">What is asked for.</param>
    /// <param name="component">The source.</param>
    /// <param name="files">What paths mean.</param>
    /// <param name="device">Where tensors are made.</param>
    /// <param name="cancellation">Set when the user stops it.</param>
    /// <param name="withModel">Whether a component needs the language model that the rows come from.</param>
    /// <param name="progress">Reported to while the source works before it is open; may be <see langword="null"/>.</param>
    /// <exception cref="ComponentException">The source failed.</exception>
    public static CohortData Open(
        Cohort cohort,
        Component component,
        InputFiles files,
        Device device,
        CancellationToken cancellation,
        bool withModel = false,
        IProgress<SourceProgress>? progress = null
    )
    {
        var source = component.Create<IActivationSource>(cohort.Source, files);
        var context = new ComponentContext(device, Seeds.ForCohort(cohort).Derive("source"), cancellation) { Progress = progress };
        try
        {
            return PluginCall.Call(component, () => new CohortData(cohort, component, source, context, withModel));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>[B, D] for update number <paramref name="step"/>, from 1; the caller disposes it.</summary>
    /// <exception cref="ComponentException">The source failed or broke its contract.</exception>
    public Tensor TrainingBatch(long step) => Rows.TrainingBatch(step);

    /// <summary>Closes the stream and frees the tensors.</summary>
    /// <exception cref="ComponentException">The source failed to close.</exception>
    public void Dispose()
    {
        try
        {
            Model?.Dispose();
        }
        finally
        {
            CloseStream();
        }
    }

    private void CloseStream()
    {
        FreeTensors();
        try
        {
            _stream.Dispose();
        }
        finally
        {
            _context.Dispose();
        }
    }

    private static ComponentContext Again(ComponentContext context) => new(context.Device, context.Seed, context.Cancellation);

    /// <summary>Those that were drawn so far.</summary>
    private void FreeTensors()
    {
        Rows?.Dispose();
        Truth?.Features.Dispose();
        Truth?.FiringProbabilities.Dispose();
        foreach (var batch in Evaluation ?? [])
        {
            batch.Dispose();
        }
    }

    private GroundTruth? Reveal(IActivationSource source)
    {
        if (source is not IGroundTruth knowing)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        using var context = Again(_context);
        var truth = knowing.Reveal(context);
        var parents = (source as IHierarchy)?.Parents(context);
        return new GroundTruth(truth.Features.DetachFromDisposeScope(), truth.FiringProbabilities.DetachFromDisposeScope())
        {
            Parents = parents,
        };
    }

    private static bool Varies(IReadOnlyList<Tensor> batches)
    {
        using var scope = NewDisposeScope();
        var first = batches[0][0];
        return batches.Any(batch => batch.ne(first).any().item<bool>());
    }

    /// <summary>Why a batch of the source can't be trained on; <see langword="null"/> where every value is finite.</summary>
    public string? FaultOf(Tensor batch) => NonFiniteValue.FindIn(batch) is { } place ? $"{_source.FullName} gave {place}" : null;
}
