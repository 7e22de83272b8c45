using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Inputs;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Inputs;

/// <summary>
/// The rows of a source as the runs of a cohort see them: those that are too long dropped, the others centered and scaled, by what the sample says.
/// </summary>
internal sealed class PreparedStream : IDisposable
{
    private readonly Cohort _cohort;
    private readonly Component _source;
    private readonly SourceStream _stream;
    private readonly RowFilter _filter;
    private long _keptOfEvaluation;
    private long _drawnForEvaluation;

    /// <summary>Draws the sample, and finds what is to be done to every row.</summary>
    /// <param name="cohort">What is asked for.</param>
    /// <param name="source">The source, which messages name.</param>
    /// <param name="stream">Its stream, which the caller closes.</param>
    /// <param name="cancellation">Set when the user stops it.</param>
    /// <exception cref="ComponentException">The source failed, or its rows can't be scaled or dropped as asked for.</exception>
    public PreparedStream(Cohort cohort, Component source, SourceStream stream, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        (_cohort, _source, _stream) = (cohort, source, stream);
        var drawn = cat([.. stream.Chunks(DataSplit.Initialization, cohort.Sample, cohort.Batch)]);
        var lengths = RowStatistics.Lengths(drawn);
        _filter = Explained(() => RowFilter.Create(cohort.Inputs.DropLongerThan, lengths.median().item<double>()), DropLongerThan);
        var kept = _filter.Keep(drawn);
        SampleFacts = SampleDescription.Describe(kept, lengths);
        Transform = Explained(() => InputTransform.Fit(cohort.Inputs, kept, cancellation), $"scale can't be {cohort.Inputs.Scale.Word}");
        Sample = Transform.Replace(kept).DetachFromDisposeScope();
    }

    /// <summary>[N, D] for initializers; fewer rows than were asked for where some are dropped.</summary>
    public Tensor Sample { get; }

    /// <summary>What the sample was like before it was centered and scaled.</summary>
    public SampleFacts SampleFacts { get; }

    /// <summary>Places among the drawn ones of the rows for evaluation, once these are drawn.</summary>
    public IReadOnlyList<int> EvaluationRows { get; private set; } = [];

    /// <summary>What is done to rows that aren't dropped.</summary>
    public InputTransform Transform { get; }

    /// <summary>What was done to rows, once those for evaluation are drawn; <see langword="null"/> where they stay as they are.</summary>
    public InputFacts? Facts =>
        _cohort.Inputs.IsRaw
            ? null
            : new InputFacts(
                center: _cohort.Inputs.Center.Word,
                centerLength: Transform.CenterLength,
                scale: _cohort.Inputs.Scale.Word,
                smallestFactor: Transform.SmallestFactor,
                largestFactor: Transform.LargestFactor,
                longestKept: _filter.Limit ?? double.PositiveInfinity,
                droppedOfSample: _cohort.Sample - SampleFacts.Rows,
                droppedOfEvaluation: _drawnForEvaluation - _keptOfEvaluation
            );

    private string DropLongerThan => $"drop_longer_than can't be {_cohort.Inputs.DropLongerThan.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>[B, D] for update number <paramref name="step"/>, from 1; the caller disposes it.</summary>
    /// <exception cref="ComponentException">The source failed or broke its contract, or every row is dropped.</exception>
    public Tensor TrainingBatch(long step)
    {
        var raw = _stream.Draw(DataSplit.Training, step - 1, _cohort.Batch);
        return Transform.Replace(Explained(() => _filter.Replace(raw), $"{DropLongerThan}: batch {step - 1}"));
    }

    /// <summary>Batches [B, D] for metrics; the last may be shorter. Rows that are dropped are missing.</summary>
    /// <exception cref="ComponentException">The source failed or broke its contract, or every row is dropped.</exception>
    public IReadOnlyList<Tensor> DrawEvaluation()
    {
        using var scope = NewDisposeScope();
        _drawnForEvaluation = Math.Min(_cohort.EvaluationSamples, _stream.RowCount(DataSplit.Evaluation) ?? long.MaxValue);
        var chunks = _stream.Chunks(DataSplit.Evaluation, _drawnForEvaluation, _cohort.Batch).ToArray();
        EvaluationRows = [.. _filter.Staying(chunks)];
        var kept = _filter.Limit is null ? chunks : Rechunked([.. chunks.Select(_filter.Keep)]);
        _keptOfEvaluation = kept.Sum(chunk => chunk.shape[0]);
        return _keptOfEvaluation == 0
            ? throw ComponentException.For(_source, $"source.{DropLongerThan}: every row for evaluation is longer")
            : [.. kept.Select(chunk => Transform.Replace(chunk).DetachFromDisposeScope())];
    }

    /// <summary>Frees its tensors.</summary>
    public void Dispose()
    {
        Transform.Dispose();
        Sample.Dispose();
    }

    private Tensor[] Rechunked(Tensor[] chunks) =>
        [.. cat(chunks).split(_cohort.Batch).Select(chunk => chunk.clone()).Where(chunk => chunk.shape[0] > 0)];

    private T Explained<T>(Func<T> compute, string complaint)
    {
        try
        {
            return compute();
        }
        catch (InvalidDataException error)
        {
            throw ComponentException.For(_source, $"source.{complaint}: {error.Message}");
        }
    }
}
