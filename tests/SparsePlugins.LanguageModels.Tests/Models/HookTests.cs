using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Models;

/// <summary>Activations are read and replaced at hooks.</summary>
public sealed class HookTests : TorchTest
{
    private static readonly string[] Sites =
    [
        "hook_resid_pre",
        "attn.hook_z",
        "hook_attn_out",
        "hook_resid_mid",
        "mlp.hook_post",
        "hook_mlp_out",
        "hook_resid_post",
    ];

    public static TheoryData<string, string> Hooks
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (
                var name in new[]
                {
                    "gpt2-base",
                    "gpt_neo-mixed",
                    "gpt_neox-parallel",
                    "gpt_neox-sequential",
                    "llama-bias-headdim",
                    "qwen2-gqa",
                }
            )
            {
                foreach (var site in Sites.Where(site => (name, site) != ("gpt_neox-parallel", "hook_resid_mid")))
                {
                    cases.Add(name, $"blocks.1.{site}");
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public void The_identity_changes_no_logit_and_zeros_do(string name, string hook)
    {
        using var model = ModelFixture.Load(name);
        var (tokens, point) = (ModelFixture.Expected(name)["input_ids"], HookPoint.Parse(hook));
        var clean = model.Logits(tokens);

        Assert.True(clean.eq(model.Logits(tokens, point, rows => rows)).all().item<bool>());
        Assert.False(clean.eq(model.Logits(tokens, point, zeros_like)).all().item<bool>());

        static Tensor zeros_like(Tensor rows) => TorchSharp.torch.zeros_like(rows);
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public void What_is_read_is_what_a_replacement_sees_and_has_the_stated_width(string name, string hook)
    {
        using var model = ModelFixture.Load(name);
        var (tokens, point) = (ModelFixture.Expected(name)["input_ids"], HookPoint.Parse(hook));
        var read = model.Activations(tokens, point);
        var seen = zeros(1);
        model.Logits(tokens, point, rows => seen = rows.clone().DetachFromDisposeScope());
        using (seen)
        {
            Assert.Equal([tokens.numel(), model.Sizes.WidthAt(point)], read.shape);
            Assert.True(read.eq(seen).all().item<bool>());
        }

        Assert.Equal(hook, point.ToString());
    }

    [Fact]
    public void Zeros_after_the_last_block_leave_the_head_with_the_bias_of_the_last_norm()
    {
        using var model = ModelFixture.Load("gpt2-untied-relu");
        var tokens = ModelFixture.Expected("gpt2-untied-relu")["input_ids"];
        var ablated = model.Logits(tokens, HookPoint.Parse("blocks.1.hook_resid_post"), rows => zeros_like(rows));
        var bias = ((LayerNorm)model.Parts.FinalNorm).Bias;
        var logits = model.Parts.Head.Weight.mv(bias); // [V], the same at every position
        ModelFixture.AssertClose(logits.expand(ablated.shape), ablated);
        var probabilities = logits.log_softmax(0);
        var expected = -probabilities.index_select(0, tokens.narrow(1, 1, tokens.shape[1] - 1).reshape(-1)).mean();
        ModelFixture.AssertClose(expected, NextTokenLoss.Compute(ablated, tokens).mean());
    }

    [Theory]
    [InlineData("gpt2-base")]
    [InlineData("gpt_neo-window4")]
    [InlineData("llama-gqa")]
    public void The_stream_in_the_middle_is_that_before_plus_attention_and_the_one_after_is_that_plus_the_MLP(string name)
    {
        using var model = ModelFixture.Load(name);
        var tokens = ModelFixture.Expected(name)["input_ids"];
        ModelFixture.AssertClose(Read("hook_resid_mid"), Read("hook_resid_pre") + Read("hook_attn_out"));
        ModelFixture.AssertClose(Read("hook_resid_post"), Read("hook_resid_mid") + Read("hook_mlp_out"));

        Tensor Read(string site) => model.Activations(tokens, HookPoint.Parse($"blocks.0.{site}"));
    }

    [Fact]
    public void A_parallel_block_has_no_middle()
    {
        using var model = ModelFixture.Load("gpt_neox-parallel");
        var refusal = Assert.Throws<ArgumentException>(() => model.Sizes.WidthAt(HookPoint.Parse("blocks.0.hook_resid_mid")));
        Assert.StartsWith(
            "hook blocks.0.hook_resid_mid: attention and MLP of this model are parallel",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_layer_that_the_model_lacks_is_refused()
    {
        using var model = ModelFixture.Load("gpt2-base");
        var refusal = Assert.Throws<ArgumentException>(() =>
            model.Activations(zeros(1, 2, int64), HookPoint.Parse("blocks.2.hook_resid_pre"))
        );
        Assert.Equal("hook blocks.2.hook_resid_pre: the model has 2 layers, 0 to 1; name one of them", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("blocks.0")]
    [InlineData("blocks.-1.hook_resid_post")]
    [InlineData("blocks.1.hook_q")]
    [InlineData("transformer.h.1")]
    public void Another_name_is_refused_with_those_that_are_known(string hook)
    {
        var refusal = Assert.Throws<ArgumentException>(() => HookPoint.Parse(hook));
        Assert.Equal(
            "hook must be blocks.L.SITE with a layer L from 0 and a SITE of hook_resid_pre, attn.hook_z, hook_attn_out, hook_resid_mid, "
                + $"mlp.hook_post, hook_mlp_out, hook_resid_post, is '{hook}'",
            refusal.Message
        );
    }

    [Fact]
    public void A_replacement_of_another_shape_is_refused()
    {
        using var model = ModelFixture.Load("gpt2-base");
        var refusal = Assert.Throws<ArgumentException>(() =>
            model.Logits(zeros(1, 3, int64), HookPoint.Parse("blocks.0.hook_mlp_out"), rows => rows.narrow(1, 0, 8))
        );
        Assert.Equal("the replacement at blocks.0.hook_mlp_out must have the shape [3, 16], has [3, 8]", refusal.Message);
    }
}
