using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>A small problem whose truth is known: the same numbers for the same sizes and seed, on the CPU.</summary>
/// <remarks>
/// Sparse sums of unit directions with strengths U(0, 1); about three are active in a row, the later ones rarely. The first row of the sample
/// is zero, as rows of real samples can be. The dictionary is the truth with noise, so every metric has something to measure.
/// </remarks>
public sealed class ToyProblem
{
    /// <summary>Makes the problem.</summary>
    /// <param name="activationDim">D.</param>
    /// <param name="features">F, the size of the dictionary.</param>
    /// <param name="trueFeatures">G.</param>
    /// <param name="rows">N, rows of the sample and of each batch.</param>
    /// <param name="seed">Decides every number.</param>
    public ToyProblem(int activationDim = 12, int features = 24, int trueFeatures = 20, int rows = 192, ulong seed = 1)
    {
        var numbers = new ToyNumbers(new RandomSeed(seed));
        Shape = new DictionaryShape(activationDim, features);
        Truth = numbers.Truth(trueFeatures, activationDim);
        Sample = numbers.Rows("sample", rows, Truth);
        Sample[0].zero_();
        Weights = numbers.Weights(Shape, Truth);
        Batches =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i => $"batch/{i}")
                .Select(stream => Encode(numbers.Rows(stream, rows, Truth)) with { Firing = numbers.Firing(stream, rows, Truth) }),
        ];
    }

    /// <summary>D and F.</summary>
    public DictionaryShape Shape { get; }

    /// <summary>G true features.</summary>
    public GroundTruth Truth { get; }

    /// <summary>[N, D].</summary>
    public Tensor Sample { get; }

    /// <summary>A dictionary near the truth.</summary>
    public AutoencoderWeights Weights { get; }

    /// <summary>Three batches of evaluation data with what <see cref="Weights"/> make of them.</summary>
    public IReadOnlyList<EvaluationBatch> Batches { get; }

    /// <summary>The subject of a metric; without the truth and the model where a metric does not need them.</summary>
    /// <param name="withTruth">Whether the truth is known.</param>
    /// <param name="withModel">Whether the rows come from a language model.</param>
    /// <param name="withHierarchy">Whether parents of the true features are known: of feature i (i - 1) / 2, though here they don't decide who fires.</param>
    public MetricSubject Subject(bool withTruth = true, bool withModel = false, bool withHierarchy = false) =>
        new(
            Weights,
            !withTruth ? null
                : withHierarchy ? Truth with { Parents = Parents }
                : Truth,
            Encode
        )
        {
            Model = withModel
                ? new ReplacedModel(new ToyLanguageModel(Sample, new RandomSeed(3)), rows => Encode(rows).Reconstruction)
                : null,
        };

    /// <summary>The situation in which <paramref name="count"/> features, spread over the dictionary, died.</summary>
    /// <param name="count">K, from 1 to F.</param>
    public DeadFeatures Dead(int count)
    {
        using var scope = NewDisposeScope();
        var indices = tensor(Enumerable.Range(0, count).Select(i => (long)i * Shape.Features / count).ToArray());
        var batch = Encode(Sample);
        var residuals = Sample - batch.Reconstruction; // [N, D]
        var losses = residuals.square().sum(dim: 1); // [N]
        var worst = Worst(Sample, losses);
        var dead = new DeadFeatures(
            indices,
            Weights,
            Sample.index_select(0, worst),
            losses.index_select(0, worst),
            residuals.index_select(0, worst),
            Sample,
            losses
        )
        {
            Living = Reference(indices),
            Model = Scored(Sample),
        };
        scope.MoveToOuter(indices, dead.WorstExamples, dead.WorstLosses, dead.WorstResiduals, losses);
        return dead;
    }

    /// <summary>The same, where data repeats itself: the sample and what is unexplained are copies, near-copies and multiples of four rows.</summary>
    /// <param name="count">K, from 1 to F.</param>
    public DeadFeatures DeadAmongCopies(int count)
    {
        using var scope = NewDisposeScope();
        var dead = Dead(count);
        var sample = Repeated(dead.WorstExamples[..4], (int)dead.Sample.shape[0]);
        var losses = arange(dead.Sample.shape[0], 0, -1, ScalarType.Float32);
        var residuals = Repeated(dead.WorstResiduals[..4], (int)dead.WorstExamples.shape[0]);
        scope.MoveToOuter(dead.Indices, dead.WorstExamples, dead.WorstLosses, residuals, sample, losses);
        return dead with { Sample = sample, SampleLosses = losses, WorstResiduals = residuals, Model = Scored(sample) };
    }

    private ScoredModel Scored(Tensor rows) => new(new ToyRowScorer(rows), some => Encode(some).Reconstruction);

    /// <summary>Rows in turn: as they are, moved by 1e-7 of themselves, three times as long.</summary>
    /// <param name="rows">[M, D].</param>
    /// <param name="count">How many.</param>
    /// <returns>[count, D].</returns>
    public static Tensor Repeated(Tensor rows, int count)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomSeed(1).CreateGenerator(CPU);
        var places = arange(count);
        var chosen = rows.index_select(0, places.remainder(rows.shape[0])); // [count, D]
        var kinds = places.div(rows.shape[0], RoundingMode.floor).remainder(3).unsqueeze(1); // [count, 1]
        var noise = randn(count, rows.shape[1], generator: random) * 1e-7 * (kinds == 1);
        return (chosen * (1 + noise) * (1 + 2 * (kinds == 2).to_type(ScalarType.Float32))).MoveToOuterDisposeScope();
    }

    /// <summary>A context on the CPU with a seed of its own.</summary>
    /// <param name="seed">The seed of the call's stream.</param>
    /// <param name="cancellation">Stops the call.</param>
    public static ComponentContext Context(ulong seed = 7, CancellationToken cancellation = default) =>
        new(CPU, new RandomSeed(seed), cancellation);

    private int[] Parents => [.. Enumerable.Range(0, (int)Truth.Features.shape[0]).Select(feature => ((feature + 1) / 2) - 1)];

    /// <summary>What <see cref="Weights"/> make of activations.</summary>
    /// <param name="input">[B, D].</param>
    public EvaluationBatch Encode(Tensor input)
    {
        using var scope = NewDisposeScope();
        var codes = (input.matmul(Weights.EncoderWeight.T) + Weights.EncoderBias).relu(); // [B, F]
        var reconstruction = codes.matmul(Weights.DecoderWeight) + Weights.DecoderBias; // [B, D]
        scope.MoveToOuter(codes, reconstruction);
        return new EvaluationBatch(input, codes, reconstruction);
    }

    /// <summary>Places of the rows with the largest losses, of which no two coincide, as the host keeps them; at most 32.</summary>
    private static Tensor Worst(Tensor rows, Tensor losses)
    {
        var ranked = losses.argsort(descending: true);
        return ranked.index_select(0, Directions.Distinct(rows.index_select(0, ranked), most: 32));
    }

    /// <summary>That of the features that aren't dead; where there is none, of <see cref="Weights"/>, as if they were the initialization.</summary>
    private EncoderReference Reference(Tensor dead)
    {
        var living = ones(Shape.Features, dtype: ScalarType.Bool).index_fill_(0, dead, 0).nonzero().flatten();
        return living.shape[0] == 0 ? EncoderReference.Of(Weights) : EncoderReference.Of(Weights, living);
    }
}
