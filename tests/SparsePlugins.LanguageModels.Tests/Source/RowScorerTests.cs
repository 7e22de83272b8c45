using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Source;

/// <summary>Scores of rows, against sums that are made here position by position, and against small changes of one row alone.</summary>
public sealed class RowScorerTests : TorchTest
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

    private readonly DecoderModel _model = DecoderModel.Load(SmallModel.ModelFolder, CPU);

    [Theory]
    [InlineData(RowScore.Ce)]
    [InlineData(RowScore.Kl)]
    public void Scores_are_what_each_prediction_loses(RowScore score)
    {
        var scored = Scorer().Score([1, 0], score, Shrink);
        var expected = new[] { 1, 0 }.SelectMany(context => Slow(context, score)).ToArray();
        Assert.Equal(expected.Length, scored.Scores.shape[0]);
        Assert.Contains(expected, value => value > 0.01);
        Assert.All(expected.Zip(scored.Scores.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(scored.Replacements.eq(Shrink(scored.Rows)).all().item<bool>());
    }

    [Fact]
    public void The_gradient_is_the_change_as_one_row_alone_is_replaced_a_little()
    {
        var scored = Scorer().Score([0], RowScore.Gradient, Shrink);
        var places = Enumerable.Range(0, Length).Where(place => Token(0, place) != End).ToArray();
        var clean = _model.Activations(Ids(0), Hook);
        Assert.Equal(places.Length, scored.Scores.shape[0]);
        for (var row = 0; row < places.Length; row++)
        {
            var (ahead, behind) = (Total(0.01, places[row]), Total(-0.01, places[row]));
            Assert.Equal((ahead - behind) / 0.02, scored.Scores[row].item<float>(), 0.02);
        }

        Assert.Equal(0, scored.Scores[^1].item<float>()); // Nothing is predicted from there on.
        Assert.True(scored.Scores.abs().max().item<float>() > 0.1);

        double Total(double share, int place)
        {
            var changed = clean.clone();
            changed[place] += (Shrink(clean[place]) - clean[place]) * share;
            var log = _model.Logits(Ids(0), Hook, _ => changed).log_softmax(-1);
            return Predictions(0).Sum(one => -(double)log[0, one, Token(0, one + 1)].item<float>());
        }
    }

    [Fact]
    public void Perfect_reconstructions_score_nothing()
    {
        foreach (var score in Enum.GetValues<RowScore>())
        {
            Assert.Equal(0, Scorer().Score([0, 1], score, rows => rows).Scores.abs().max().item<float>(), 1e-6);
        }
    }

    [Fact]
    public void A_text_without_a_row_of_the_source_is_not_replaced_and_gives_none()
    {
        var scorer = new RowScorer(_model, Hook, _texts, new KeptRows((_, _) => false), _ => true, CancellationToken.None);

        var scored = scorer.Score([0, 1], RowScore.Ce, _ => throw new InvalidOperationException("nothing is to be replaced"));

        Assert.Equal([0, _model.Sizes.WidthAt(Hook)], scored.Rows.shape);
        Assert.Equal(0, scored.Scores.shape[0]);
    }

    [Fact]
    public void No_tensor_outlives_a_call_but_what_is_returned()
    {
        using var off = no_grad(); // As at a revival.
        foreach (var score in Enum.GetValues<RowScore>())
        {
            var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            using (NewDisposeScope())
            {
                Scorer().Score([0, 1], score, Shrink);
            }

            Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
            Assert.False(is_grad_enabled());
        }
    }

    protected override void OnDispose() => _model.Dispose();

    private static Tensor Shrink(Tensor rows) => rows * 0.5;

    private RowScorer Scorer() =>
        new(_model, Hook, _texts, new KeptRows((token, _) => token != End), token => token != End, CancellationToken.None);

    private int Token(int context, int place) => _texts.Tokens(context, 1)[place];

    private Tensor Ids(int context) => tensor(_texts.Tokens(context, 1).ToArray(), ScalarType.Int64).reshape(1, Length);

    private IEnumerable<int> Predictions(int context) => Enumerable.Range(0, Length - 1).Where(place => Token(context, place) != End);

    private IEnumerable<double> Slow(int context, RowScore score)
    {
        var given = tensor(_texts.Tokens(context, 1).ToArray().Select(token => token == End ? 1f : 0.5f).ToArray()).unsqueeze(1);
        var clean = _model.Logits(Ids(context)).log_softmax(-1)[0];
        var replaced = _model.Logits(Ids(context), Hook, rows => rows * given).log_softmax(-1)[0];
        for (var place = 0; place < Length; place++)
        {
            if (Token(context, place) == End)
            {
                continue;
            }

            yield return place == Length - 1 ? 0
            : score == RowScore.Kl ? (clean[place].exp() * (clean[place] - replaced[place])).sum().item<float>()
            : Math.Max(0, clean[place, Token(context, place + 1)].item<float>() - replaced[place, Token(context, place + 1)].item<float>());
        }
    }
}
