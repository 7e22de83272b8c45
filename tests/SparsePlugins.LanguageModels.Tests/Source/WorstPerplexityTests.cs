using SparsePlugins.Contracts;
using SparsePlugins.Reinitializers;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Source;

/// <summary>The reinitializer <c>worst-perplexity</c> on the small model: it keeps the rows of few contexts at a time, and proposes the same.</summary>
public sealed class WorstPerplexityTests : TorchTest
{
    private const int Width = 32;

    [Theory]
    [InlineData(PointChoice.Top, RowScore.Ce)]
    [InlineData(PointChoice.Drawn, RowScore.Ce)]
    [InlineData(PointChoice.Top, RowScore.Kl)]
    public void However_many_contexts_are_run_at_a_time_the_rows_are_the_same(PointChoice choice, RowScore score)
    {
        var options = new WorstPerplexityOptions
        {
            Choice = choice,
            Score = score,
            Contexts = 12,
        };
        var all = Propose(options, atATime: 12).DecoderWeight;
        Assert.Equal([5, Width], all.shape);
        foreach (var atATime in new[] { 1, 5 })
        {
            Assert.True(all.eq(Propose(options, atATime).DecoderWeight).all().item<bool>());
        }
    }

    [Fact]
    public void The_best_rows_of_all_contexts_are_taken()
    {
        using var model = Open();
        var scored = Scored(model).Score([.. Enumerable.Range(0, model.TrainingContexts)], RowScore.Ce);
        var best = scored.Scores.argsort(descending: true)[0].item<long>();
        var options = new WorstPerplexityOptions
        {
            Choice = PointChoice.Top,
            Direction = RevivalDirection.Point,
            Contexts = 4096,
        };
        var proposed = Propose(options, atATime: 3).DecoderWeight;
        Assert.True((scored.Rows[best] / scored.Rows[best].norm()).allclose(proposed[0], 1e-5, 1e-6));
    }

    private static FeatureWeights Propose(WorstPerplexityOptions options, int atATime)
    {
        using var model = Open();
        using var context = Conformance.ToyProblem.Context(11);
        var weights = new AutoencoderWeights(eye(8, Width), zeros(8), eye(8, Width), zeros(Width));
        var dead = new DeadFeatures(arange(5), weights, eye(1, Width), ones(1), eye(1, Width), eye(1, Width), ones(1))
        {
            Living = EncoderReference.Of(weights, arange(5, 8)),
            Model = Scored(model),
        };
        return new WorstPerplexityReinitializer(options) { ContextsAtATime = atATime }.Propose(dead, context);
    }

    private static ScoredModel Scored(SourceModel model) => new(model, rows => rows * 0.5);

    private static SourceModel Open()
    {
        var context = Conformance.ToyProblem.Context(1);
        return (SourceModel)new LanguageModelSource(SmallModel.Options).OpenModel(context);
    }
}
