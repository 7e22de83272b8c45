using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Models;

/// <summary>Which positions see which.</summary>
public sealed class CausalityTests : TorchTest
{
    public static TheoryData<string> Names => [.. ModelFixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_token_changes_logits_from_its_position_on_and_none_before(string name)
    {
        using var model = ModelFixture.Load(name);
        var tokens = ModelFixture.Expected(name)["input_ids"];
        const int position = 5;
        var differences = Differences(model.Logits(tokens), model.Logits(Changed(model, tokens, position)));
        Assert.All(differences[..position], difference => Assert.Equal(0, difference));
        Assert.All(differences[position..], difference => Assert.True(difference > 0));
    }

    [Fact]
    public void A_local_layer_sees_its_window_of_four_positions_and_no_more()
    {
        using var model = ModelFixture.Load("gpt_neo-window4");
        var tokens = ModelFixture.Expected("gpt_neo-window4")["input_ids"];
        var block = model.Parts.Blocks[1];
        Assert.Equal(4, block.Attention.Window);
        var input = model.Activations(tokens, new HookPoint(1, HookSite.ResidPre)).reshape(2, -1, 16);
        var changed = input.clone();
        changed.select(1, 3).add_(ones(16));

        var differences = Differences(Run(input), Run(changed));

        var seen = Enumerable.Range(0, differences.Length).Where(position => differences[position] > 0);
        Assert.Equal([3, 4, 5, 6], seen); // i - 4 < 3 <= i

        Tensor Run(Tensor stream) =>
            block.Forward(stream, new PassShape(stream.shape[1], CPU), new LayerHooks(new HookVisitor(null, null), Layer: 1));
    }

    [Fact]
    public void A_mask_shows_a_position_itself_and_those_before_it_within_the_window()
    {
        Assert.Equal([true, false, false, true, true, false, true, true, true], Seen(CausalMask.Create(3, null, CPU)));
        Assert.Equal([true, false, false, true, true, false, false, true, true], Seen(CausalMask.Create(3, 2, CPU)));

        static bool[] Seen(Tensor mask) => mask.isfinite().contiguous().data<bool>().ToArray();
    }

    [Fact]
    public void Layers_of_mixed_attention_have_the_windows_of_the_configuration()
    {
        using var model = ModelFixture.Load("gpt_neo-mixed");
        Assert.Equal([7, null, 7, null, 7], model.Parts.Blocks.Select(block => block.Attention.Window));
    }

    private static Tensor Changed(DecoderModel model, Tensor tokens, long position)
    {
        var changed = tokens.clone();
        changed.select(1, position).add_(1).remainder_(model.Vocabulary);
        return changed;
    }

    /// <summary>The largest difference at each position.</summary>
    private static float[] Differences(Tensor left, Tensor right) => (left - right).abs().amax([0, 2]).data<float>().ToArray();
}
