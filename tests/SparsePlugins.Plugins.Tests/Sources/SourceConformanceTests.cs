using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace SparsePlugins.Plugins.Tests.Sources;

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
        var subject = new Subject(Good);
        subject.A_batch_depends_on_seed_split_number_and_rows_alone();
        subject.How_much_of_the_context_was_used_changes_nothing();
        subject.Splits_share_no_row_with_the_evaluation_data();
        subject.Batches_follow_each_other_without_a_gap_or_an_overlap();
        subject.Nothing_outlives_the_stream_but_its_batches();
        subject.Global_randomness_is_neither_read_nor_advanced();
        subject.The_true_features_have_length_one_and_their_probabilities_are_probabilities();
        subject.The_truth_is_fixed_by_the_seed();
    }

    [Fact]
    public void A_survey_of_other_rows_than_the_stream_gives_is_caught() =>
        Catches(s => s.A_survey_counts_the_rows_that_the_stream_gives(), Good, rowCount: 50);

    [Fact]
    public void Another_width_is_caught() =>
        Catches(s => s.Batches_have_the_shape_asked_for_and_finite_float32_values(0, 2), (_, _, _, rows) => rand(rows, 4));

    [Fact]
    public void A_value_that_is_not_finite_is_caught() =>
        Catches(s => s.Batches_have_the_shape_asked_for_and_finite_float32_values(0, 2), (_, _, _, rows) => full(rows, 3, float.NaN));

    [Fact]
    public void Numbers_drawn_in_sequence_are_caught()
    {
        static Tensor InSequence(ComponentContext context, DataSplit split, long index, int rows) =>
            rand(rows, 3, generator: context.Random);
        Catches(s => s.A_batch_depends_on_seed_split_number_and_rows_alone(), InSequence);
        Catches(s => s.How_much_of_the_context_was_used_changes_nothing(), InSequence);
    }

    [Fact]
    public void Ignoring_the_seed_is_caught() =>
        Catches(s => s.Another_seed_gives_other_batches(), (_, _, index, rows) => full(rows, 3, (float)index));

    [Fact]
    public void Evaluation_data_that_is_trained_on_is_caught() =>
        Catches(
            s => s.Splits_share_no_row_with_the_evaluation_data(),
            (context, _, index, rows) => Good(context, DataSplit.Training, index, rows)
        );

    [Fact]
    public void Batches_that_overlap_are_caught() =>
        Catches(
            s => s.Batches_follow_each_other_without_a_gap_or_an_overlap(),
            (context, split, index, rows) => Good(context, split, index / 2, rows)
        );

    [Fact]
    public void Starting_over_before_all_rows_came_is_caught() =>
        Catches(s => s.Batches_follow_each_other_without_a_gap_or_an_overlap(), Good, rowCount: 50);

    [Fact]
    public void One_tensor_for_every_call_is_caught()
    {
        using var scope = NewDisposeScope();
        var one = ones(37, 3);
        Catches(s => s.Batches_share_no_memory(), (_, _, _, _) => one);
    }

    [Fact]
    public void A_tensor_left_alive_is_caught() =>
        Catches(
            s => s.Nothing_outlives_the_stream_but_its_batches(),
            (context, split, index, rows) => Good(context, split, index, rows) * 2
        );

    [Fact]
    public void Drawing_from_the_global_generator_is_caught() =>
        Catches(s => s.Global_randomness_is_neither_read_nor_advanced(), (_, _, _, rows) => rand(rows, 3));

    [Fact]
    public void True_features_of_another_length_are_caught() =>
        Catches(s => s.The_true_features_have_length_one_and_their_probabilities_are_probabilities(), Good, length: 2);

    [Fact]
    public void A_truth_that_ignores_the_seed_is_caught() =>
        Assert.ThrowsAny<XunitException>(() => new Subject(Good, seedOfTruth: 1).The_truth_is_fixed_by_the_seed());

    private static void Catches(Action<Subject> check, Body body, long? rowCount = null, double length = 1) =>
        Assert.ThrowsAny<XunitException>(() => check(new Subject(body, rowCount, length)));

    private sealed class Subject(Body body, long? rowCount = null, double length = 1, ulong? seedOfTruth = null) : SourceConformance
    {
        protected override IActivationSource Create() => new Source(body, rowCount, length, seedOfTruth);
    }

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

    private sealed class Stream(Body body, long? rowCount, ComponentContext context) : IActivationStream
    {
        public long? RowCount(DataSplit split) => rowCount;

        public Tensor Batch(DataSplit split, long index, int rows) => body(context, split, index, rows);

        public void Dispose() { }
    }
}
