using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Each check of the conformance library fails for a source that breaks its rule, and passes for one that breaks none.</summary>
public sealed class SourceConformanceTests
{
    private static readonly Body Good = (context, split, index, rows) =>
    {
        using var own = context.Derive($"{split}/{index}");
        return rand(rows, 3, generator: own.Random);
    };

    private delegate Tensor Body(ComponentContext context, DataSplit split, long index, int rows);

    [Fact]
    public void A_source_that_breaks_no_rule_passes()
    {
        string[] rules =
        [
            "A batch depends on seed split number and rows alone",
            "How much of the context was used changes nothing",
            "Splits share no row with the evaluation data",
            "Batches follow each other without a gap or an overlap",
            "No tensor outlives the stream except its batches",
            "Global randomness is neither read nor advanced",
            "The true features have length one and their probabilities are probabilities",
            "The truth is fixed by the seed",
        ];
        Assert.All(rules, rule => Rule(rule).Check(() => Subject(Good)));
    }

    [Fact]
    public void A_survey_of_other_rows_than_the_stream_gives_is_caught() =>
        Catches("A survey counts the rows that the stream gives", Good, rowCount: 50);

    [Fact]
    public void Another_width_is_caught() =>
        Catches("Batches have the shape asked for and finite float32 values", (_, _, _, rows) => rand(rows, 4));

    [Fact]
    public void A_value_that_is_not_finite_is_caught() =>
        Catches("Batches have the shape asked for and finite float32 values", (_, _, _, rows) => full(rows, 3, float.NaN));

    [Fact]
    public void Numbers_drawn_in_sequence_are_caught()
    {
        static Tensor InSequence(ComponentContext context, DataSplit split, long index, int rows) =>
            rand(rows, 3, generator: context.Random);
        Catches("A batch depends on seed split number and rows alone", InSequence);
        Catches("How much of the context was used changes nothing", InSequence);
    }

    [Fact]
    public void Ignoring_the_seed_is_caught() =>
        Catches("Another seed gives other batches", (_, _, index, rows) => full(rows, 3, (float)index));

    [Fact]
    public void Evaluation_data_that_is_trained_on_is_caught() =>
        Catches(
            "Splits share no row with the evaluation data",
            (context, _, index, rows) => Good(context, DataSplit.Training, index, rows)
        );

    [Fact]
    public void Batches_that_overlap_are_caught() =>
        Catches(
            "Batches follow each other without a gap or an overlap",
            (context, split, index, rows) => Good(context, split, index / 2, rows)
        );

    [Fact]
    public void Starting_over_before_all_rows_came_is_caught() =>
        Catches("Batches follow each other without a gap or an overlap", Good, rowCount: 50);

    [Fact]
    public void One_tensor_for_every_call_is_caught()
    {
        using var scope = NewDisposeScope();
        var one = ones(37, 3);
        Catches("Batches share no memory", (_, _, _, _) => one);
    }

    [Fact]
    public void A_tensor_left_alive_is_caught() =>
        Catches("No tensor outlives the stream except its batches", (context, split, index, rows) => Good(context, split, index, rows) * 2);

    [Fact]
    public void Drawing_from_the_global_generator_is_caught() =>
        Catches("Global randomness is neither read nor advanced", (_, _, _, rows) => rand(rows, 3));

    [Fact]
    public void True_features_of_another_length_are_caught() =>
        Catches("The true features have length one and their probabilities are probabilities", Good, length: 2);

    [Fact]
    public void A_truth_that_ignores_the_seed_is_caught() =>
        Assert.Throws<ConformanceException>(() => Rule("The truth is fixed by the seed").Check(() => Subject(Good, seedOfTruth: 1)));

    [Theory]
    [InlineData(0, 2)] // Too seldom: five features fire half of the time.
    [InlineData(1, 0)] // Not ascending.
    [InlineData(2, 6)] // No feature.
    public void Firing_that_is_not_what_is_stated_is_caught(params int[] row) =>
        Assert.Throws<ConformanceException>(() =>
            Rule("What fires is said of every row, and as often as is stated").Check(() => new(() => new Telling(row, [])))
        );

    [Theory]
    [InlineData(-1, 0, 1, 2)]
    [InlineData(-1, 0, 1, 2, 5)]
    [InlineData(1, 2, 0, -1, -1)]
    public void Parents_that_are_no_trees_are_caught(params int[] parents) =>
        Assert.Throws<ConformanceException>(() =>
            Rule("Parents are features, and no feature is its own ancestor").Check(() => new(() => new Telling([], parents)))
        );

    [Fact]
    public void A_source_that_says_what_is_right_passes()
    {
        Rule("What fires is said of every row, and as often as is stated")
            .Check(() => new(() => new Telling([0, 2], [], other: [1, 3, 4])));
        Rule("Parents are features, and no feature is its own ancestor").Check(() => new(() => new Telling([], [-1, 0, 0, 1, -1])));
    }

    private static void Catches(string rule, Body body, long? rowCount = null, double length = 1) =>
        Assert.Throws<ConformanceException>(() => Rule(rule).Check(() => Subject(body, rowCount, length)));

    private static Rule<CheckedSource> Rule(string rule) => SourceRules.All.Single(one => one.Statement == rule);

    private static CheckedSource Subject(Body body, long? rowCount = null, double length = 1, ulong? seedOfTruth = null) =>
        new(() => new Source(body, rowCount, length, seedOfTruth));

    private sealed class Source(Body body, long? rowCount, double length, ulong? seedOfTruth)
        : IActivationSource,
            IGroundTruth,
            ISurveyedSource
    {
        /// <summary>Of 40 training rows and 20 held out.</summary>
        public DataSurvey Survey(IProgress<SurveyProgress>? progress, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            return new DataSurvey
            {
                Rows = 60,
                TrainingRows = 40,
                EvaluationRows = 20,
                DistinctRows = 60,
                MostCopies = 1,
                RowsOfEarlierFiles = 0,
                ZeroRows = 0,
                ShortestLength = 1,
                LongestLength = 1,
                VarianceOfLongest = 0.01,
            };
        }

        public int ActivationDim => 3;

        public IActivationStream Open(ComponentContext context) => new Stream(body, rowCount, context);

        public GroundTruth Reveal(ComponentContext context)
        {
            using var random = new RandomSeed(seedOfTruth ?? context.Seed.Value).CreateGenerator(CPU);
            var features = randn(5, 3, generator: random);
            return new GroundTruth(features / features.norm(dim: 1, keepdim: true) * length, full(5, 0.5f));
        }
    }

    /// <summary>Five features that fire half of the time; it says one row or another in turn.</summary>
    private sealed class Telling(int[] row, int[] parents, int[]? other = null) : IActivationSource, IGroundTruth, ITrueFiring, IHierarchy
    {
        public int ActivationDim => 3;

        public IActivationStream Open(ComponentContext context) => new Stream(Good, null, context);

        public GroundTruth Reveal(ComponentContext context) => new Source(Good, null, 1, null).Reveal(context);

        public IReadOnlyList<int[]> Firing(ComponentContext context, DataSplit split, long index, int rows) =>
            [.. Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? row : other ?? row)];

        public IReadOnlyList<int> Parents(ComponentContext context) => parents;
    }

    private sealed class Stream(Body body, long? rowCount, ComponentContext context) : IActivationStream
    {
        public long? RowCount(DataSplit split) => rowCount;

        public Tensor Batch(DataSplit split, long index, int rows) => body(context, split, index, rows);

        public void Dispose() { }
    }
}
