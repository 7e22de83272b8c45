using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Recorded;

/// <summary>A recording gives what was recorded, to the bit, without the text and wherever it lies.</summary>
public sealed class RecordedLanguageModelSourceTests : SourceConformance
{
    private readonly MovedRecording _recording = new(SmallModel.Options with { SkipPositions = 20 });

    protected override int Rows => 100;

    protected override IActivationSource Create() => new RecordedLanguageModelSource(_recording.Options);

    [Theory]
    [InlineData(ActivationPrecision.Float32, 0, false)]
    [InlineData(ActivationPrecision.Float16, 2, true)]
    public void Batches_and_the_model_are_those_of_the_source_that_was_recorded(ActivationPrecision precision, int skipped, bool special)
    {
        using var scope = NewDisposeScope();
        using var recording = new MovedRecording(
            SmallModel.Options with
            {
                Precision = precision,
                SkipPositions = skipped,
                SpecialTokens = special,
            }
        );
        using var context = ToyProblem.Context(9);
        var harvested = new LanguageModelSource(recording.Harvested with { Cache = ActivationCache.Memory });
        using var live = harvested.Open(context);
        using var model = (SourceModel)harvested.OpenModel(context);
        recording.DeleteText();

        var source = new RecordedLanguageModelSource(recording.Options);
        using var read = source.Open(context);
        using var other = (SourceModel)source.OpenModel(context);

        Assert.Equal(harvested.ActivationDim, source.ActivationDim);
        AssertSameBatches(live, read);
        AssertSameScores(model, other);
        AssertSameContexts(model, other);
    }

    [Fact]
    public void A_tokenizer_is_read_where_it_is_named_and_does_not_have_to_be()
    {
        using var context = ToyProblem.Context();
        var without = _recording.Options with { Model = [.. SmallModel.Options.Model.Where(file => !file.Contains("tokenizer"))] };
        using var model = new RecordedLanguageModelSource(_recording.Options).OpenModel(context);
        using var plain = new RecordedLanguageModelSource(without).OpenModel(context);
        Assert.Equal("<|endoftext|>", ((IReadableModel)model).TokenText(756));
        Assert.Equal("[756]", ((IReadableModel)plain).TokenText(756));
        Assert.Equal(model.Replace(2, rows => rows * 0.5f), plain.Replace(2, rows => rows * 0.5f));
    }

    [Fact]
    public void The_same_files_are_read_without_the_model_as_any_others() =>
        Assert.Equal([32], _recording.Options.Files.Select(file => RecordedMatrix.Open(file, tensor: "").Width).Distinct());

    public override void Dispose()
    {
        _recording.Dispose();
        base.Dispose();
    }

    private static void AssertSameBatches(IActivationStream expected, IActivationStream actual)
    {
        foreach (var split in Enum.GetValues<DataSplit>())
        {
            Assert.Equal(expected.RowCount(split), actual.RowCount(split));
            for (var index = 0; index < 20; index++)
            {
                Assert.True(expected.Batch(split, index, 300).eq(actual.Batch(split, index, 300)).all().item<bool>());
            }
        }
    }

    private static void AssertSameScores(SourceModel expected, SourceModel actual)
    {
        Assert.Equal(expected.Contexts, actual.Contexts);
        Assert.Equal(expected.TrainingContexts, actual.TrainingContexts);
        Assert.Equal(expected.Replace(expected.Contexts, Half), actual.Replace(actual.Contexts, Half));
        Assert.Equal(expected.Ablate(3, Ablation.Zero), actual.Ablate(3, Ablation.Zero));
        Assert.Equal(expected.Ablate(3, Ablation.Mean), actual.Ablate(3, Ablation.Mean));
        int[] contexts = [0, 7, expected.TrainingContexts - 1];
        foreach (var score in Enum.GetValues<RowScore>())
        {
            var (one, other) = (expected.Score(contexts, score, Half), actual.Score(contexts, score, Half));
            Assert.True(one.Scores.eq(other.Scores).all().item<bool>());
            Assert.True(one.Rows.eq(other.Rows).all().item<bool>());
        }

        static Tensor Half(Tensor rows) => rows * 0.5f;
    }

    private static void AssertSameContexts(SourceModel expected, SourceModel actual)
    {
        for (var context = 0; context < expected.Contexts; context++)
        {
            var (one, other) = (expected.ReadContext(context), actual.ReadContext(context));
            Assert.Equal(one.Tokens, other.Tokens);
            Assert.Equal(one.Positions, other.Positions);
            Assert.True(one.Rows.eq(other.Rows).all().item<bool>());
        }
    }
}
