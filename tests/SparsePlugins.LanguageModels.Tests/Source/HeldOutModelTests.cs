using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Source;

/// <summary>What replacing activations costs the small model, against sums that are made here position by position.</summary>
public sealed class HeldOutModelTests : TorchTest
{
    private const int End = 756;
    private const int Length = 8;
    private static readonly HookPoint Hook = HookPoint.Parse("blocks.0.hook_resid_post");

    // [End, 300 ... 360] and [End, End, 400 ... 440, End].
    private readonly PackedTexts _texts = PackedTexts.Create(
        [(0, [300, 310, 320, 330, 340, 350, 360]), (1, [400, 410, 420, 430, 440])],
        Length,
        End,
        End
    );

    [Fact]
    public void Reconstructions_that_are_perfect_cost_nothing()
    {
        using var model = Open();
        var scores = model.Replace(model.Contexts, rows => rows);
        Assert.Equal(scores.Clean, scores.CrossEntropy, 1e-6);
        Assert.Equal(0, scores.Divergence, 1e-6);
        Assert.Equal(Slow(rows => rows).CrossEntropy, scores.Clean, 1e-5);
        Assert.InRange(scores.Clean, 1, 12);
    }

    [Fact]
    public void Every_given_row_is_replaced_and_special_tokens_keep_theirs()
    {
        using var model = Open();
        var seen = 0L;
        var scores = model.Replace(
            model.Contexts,
            rows =>
            {
                seen += rows.shape[0];
                return zeros_like(rows);
            }
        );
        var special = SpecialPlaces();
        var expected = Slow(rows => rows * special.unsqueeze(1));
        Assert.Equal((Length * model.Contexts) - (long)special.sum().item<float>(), seen);
        AssertSame(expected, scores);
    }

    [Fact]
    public void Zeros_replace_activations_of_all_positions()
    {
        using var model = Open();
        AssertSame(Slow(zeros_like), model.Ablate(model.Contexts, Ablation.Zero));
        AssertSame(Slow(zeros_like), model.Ablate(model.Contexts, Ablation.Zero)); // As it was remembered.

        static Tensor zeros_like(Tensor rows) => torch.zeros_like(rows);
    }

    [Fact]
    public void The_mean_of_given_rows_replaces_activations_of_all_positions()
    {
        using var model = Open();
        var kept = 1 - SpecialPlaces();
        var expected = Slow(rows => ((rows * kept.unsqueeze(1)).sum(dim: 0, keepdim: true) / kept.sum()).expand(rows.shape));
        AssertSame(expected, model.Ablate(model.Contexts, Ablation.Mean));
        Assert.NotEqual(expected.CrossEntropy, Slow(rows => torch.zeros_like(rows)).CrossEntropy, 1e-3);
    }

    [Fact]
    public void Fewer_contexts_are_the_first_ones_and_none_is_refused()
    {
        using var model = Open();
        Assert.Equal(2, model.Contexts);
        Assert.Equal(7 - 1, model.Replace(1, rows => rows).Predictions); // The first of 8 tokens is special, the last predicts nothing.
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Replace(0, rows => rows));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Replace(3, rows => rows));
    }

    [Fact]
    public void No_tensor_outlives_a_call()
    {
        using var model = Open();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        model.Replace(2, rows => rows);
        model.Ablate(2, Ablation.Mean);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_source_offers_its_model_with_its_held_out_texts()
    {
        using var context = ToyProblem.Context();
        using var model = new LanguageModelSource(SmallModel.Options).OpenModel(context);
        var scores = model.Replace(model.Contexts, rows => rows);
        Assert.InRange(scores.Clean, 3, 4.5); // Token frequencies alone give 5.7.
        Assert.True(model.Ablate(model.Contexts, Ablation.Mean).CrossEntropy > scores.Clean + 1);
    }

    private HeldOutModel Open() =>
        new(
            DecoderModel.Load(SmallModel.ModelFolder, CPU),
            Hook,
            _texts,
            isGiven: (token, _) => token != End,
            isScored: token => token != End,
            CancellationToken.None
        );

    /// <summary>[2 T]; 1 where a token is special.</summary>
    private Tensor SpecialPlaces() => tensor(_texts.Tokens(0, 2).ToArray().Select(token => token == End ? 1f : 0f).ToArray());

    private PredictionScores Slow(Func<Tensor, Tensor> replace)
    {
        using var model = DecoderModel.Load(SmallModel.ModelFolder, CPU);
        var tokens = _texts.Tokens(0, 2).ToArray();
        var ids = tensor(tokens, ScalarType.Int64).reshape(2, Length);
        var clean = model.Logits(ids).log_softmax(-1).reshape(2 * Length, -1);
        var replaced = model.Logits(ids, Hook, replace).log_softmax(-1).reshape(2 * Length, -1);
        var (before, after, divergence, count) = (0.0, 0.0, 0.0, 0);
        for (var place = 0; place < tokens.Length; place++)
        {
            if (tokens[place] != End && place % Length != Length - 1)
            {
                before -= clean[place, tokens[place + 1]].item<float>();
                after -= replaced[place, tokens[place + 1]].item<float>();
                divergence += (clean[place].exp() * (clean[place] - replaced[place])).sum().item<float>();
                count++;
            }
        }

        return new PredictionScores(before / count, after / count, divergence / count, count);
    }

    private static void AssertSame(PredictionScores expected, PredictionScores actual)
    {
        Assert.Equal(expected.Clean, actual.Clean, 1e-5);
        Assert.Equal(expected.CrossEntropy, actual.CrossEntropy, 1e-5);
        Assert.Equal(expected.Divergence, actual.Divergence, 1e-5);
        Assert.Equal(expected.Predictions, actual.Predictions);
    }
}
