using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Models;

/// <summary>Models give what Hugging Face's own code gives.</summary>
public sealed class HuggingFaceTests : TorchTest
{
    public static TheoryData<string> Names => [.. ModelFixture.Names];

    public static TheoryData<string> Version5 =>
        [.. ModelFixture.Names.Where(name => File.Exists(Path.Combine(ModelFixture.Folder(name), "config.v5.json")))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_and_loss_are_those_of_Hugging_Face(string name)
    {
        using var model = ModelFixture.Load(name);
        AssertLogitsAndLoss(model, ModelFixture.Expected(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hidden_states_are_those_of_Hugging_Face(string name)
    {
        using var model = ModelFixture.Load(name);
        var expected = ModelFixture.Expected(name);
        var layers = model.Parts.Blocks.Count;
        for (var layer = 0; layer < layers; layer++)
        {
            AssertRows(expected[$"hidden_states.{layer}"], Read(layer, HookSite.ResidPre));
            AssertRows(expected[layer + 1 < layers ? $"hidden_states.{layer + 1}" : "last_block_output"], Read(layer, HookSite.ResidPost));
        }

        AssertRows(expected[$"hidden_states.{layers}"], model.Parts.FinalNorm.Apply(Read(layers - 1, HookSite.ResidPost)));

        Tensor Read(int layer, HookSite site) => model.Activations(expected["input_ids"], new HookPoint(layer, site));
    }

    [Theory]
    [MemberData(nameof(Version5))]
    public void A_configuration_of_version_5_means_the_same(string name)
    {
        using var folder = new TemporaryFolder();
        ModelFixture.Copy(name, folder);
        File.Move(folder["config.v5.json"], folder["config.json"], overwrite: true);
        using var model = DecoderModel.Load(folder.Path, CPU);
        AssertLogitsAndLoss(model, ModelFixture.Expected(name));
    }

    [Fact]
    public void All_22_models_and_6_configurations_of_version_5_are_there()
    {
        Assert.Equal(22, Names.Count);
        Assert.Equal(6, Version5.Count);
    }

    private static void AssertLogitsAndLoss(DecoderModel model, Dictionary<string, Tensor> expected)
    {
        var logits = model.Logits(expected["input_ids"]);
        ModelFixture.AssertClose(expected["logits"], logits);
        ModelFixture.AssertClose(expected["loss"], NextTokenLoss.Compute(logits, expected["input_ids"]).mean().reshape(1));
    }

    private static void AssertRows(Tensor expected, Tensor rows) => ModelFixture.AssertClose(expected.reshape(rows.shape), rows);
}
