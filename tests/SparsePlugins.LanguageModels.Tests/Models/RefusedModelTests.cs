using System.Text.Json.Nodes;
using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Models;

/// <summary>What can't be computed is refused with file, key or tensor, value and fix.</summary>
public sealed class RefusedModelTests : TorchTest
{
    private const string CopyAgain = "copy config.json again, from the folder of the weights";

    [Theory]
    [InlineData(
        "model_type",
        "\"bert\"",
        "model_type must be one of gpt2, gpt_neo, gpt_neox, llama, qwen2, is '\"bert\"'; choose a model of one of these families"
    )]
    [InlineData(
        "hidden_act",
        "\"quick_gelu\"",
        "hidden_act must be relu, silu, gelu, gelu_new, gelu_fast or gelu_pytorch_tanh, is '\"quick_gelu\"'; choose another model"
    )]
    [InlineData("hidden_size", "null", "has no hidden_size, which this model_type needs; " + CopyAgain)]
    [InlineData("hidden_size", "1.5", "hidden_size must be a whole number of at least 1, is '1.5'; " + CopyAgain)]
    [InlineData("num_key_value_heads", "3", "num_key_value_heads must divide num_attention_heads, 4, is '3'; " + CopyAgain)]
    [InlineData("rms_norm_eps", "0", "rms_norm_eps must be a number above 0, is '0'; " + CopyAgain)]
    [InlineData("tie_word_embeddings", "\"no\"", "tie_word_embeddings must be true or false, is '\"no\"'; " + CopyAgain)]
    [InlineData("rope_scaling", "7", "rope_scaling must be an object, is '7'; " + CopyAgain)]
    [InlineData(
        "rope_scaling",
        "{\"rope_type\":\"yarn\",\"factor\":2}",
        "rope_scaling.rope_type must be default, linear or llama3, is '\"yarn\"'; choose a model of one of these"
    )]
    [InlineData(
        "rope_scaling",
        "{\"type\":\"dynamic\"}",
        "rope_scaling.type must be default, linear or llama3, is '\"dynamic\"'; choose a model of one of these"
    )]
    [InlineData("rope_scaling", "{\"type\":\"linear\"}", "rope_scaling.factor must be a number above 0, is absent; " + CopyAgain)]
    [InlineData("partial_rotary_factor", "0.5", "partial_rotary_factor must be 1 in this family, is '0.5'; " + CopyAgain)]
    [InlineData(
        "quantization_config",
        "{}",
        "quantization_config must be absent: quantized weights aren't read, is '{}'; choose the model before it was quantized"
    )]
    public void A_setting_of_llama_that_is_not_read_is_refused(string key, string value, string message) =>
        AssertRefused("llama-gqa", key, value, message);

    [Theory]
    [InlineData("gpt2-base", "n_head", "3", "n_head must divide the width of the model, 16, is '3'; " + CopyAgain)]
    [InlineData(
        "gpt2-base",
        "add_cross_attention",
        "true",
        "add_cross_attention must be false: the model reads an encoder, too, is 'true'; choose a model without it"
    )]
    [InlineData(
        "gpt_neox-parallel",
        "rotary_pct",
        "0.01",
        "rotary_pct must rotate an even number of the 16 elements of a head, and at least 2, is '0.01'; " + CopyAgain
    )]
    [InlineData(
        "gpt_neo-mixed",
        "attention_types",
        "[[[\"local\"], 1]]",
        "attention_types must give each of the 5 layers (num_layers) global or local attention, is '[[[\"local\"],1]]'; " + CopyAgain
    )]
    [InlineData(
        "gpt_neo-mixed",
        "attention_types",
        "[[3]]",
        "attention_types must be a list of [[KINDS], TIMES], is '[[3]]'; " + CopyAgain
    )]
    [InlineData(
        "qwen2-gqa",
        "use_sliding_window",
        "true",
        "use_sliding_window must be false: some layers would see a window of positions, is 'true'; choose a model without it"
    )]
    [InlineData(
        "qwen2-gqa",
        "layer_types",
        "[\"sliding_attention\"]",
        "layer_types must be full_attention for every layer, is '[\"sliding_attention\"]'; choose a model without windows"
    )]
    public void A_setting_of_another_family_that_is_not_read_is_refused(string name, string key, string value, string message) =>
        AssertRefused(name, key, value, message);

    [Fact]
    public void A_tensor_of_another_shape_than_the_configuration_says_is_refused()
    {
        using var folder = Changed("gpt2-base", "n_inner", "40");
        Assert.Equal(
            $"{folder["model.safetensors"]}: tensor 'transformer.h.0.mlp.c_fc.weight' must have the shape [16, 40] that config.json gives it, "
                + "has [16, 64]; copy both again, from one model",
            Refusal<InvalidDataException>(folder)
        );
    }

    [Fact]
    public void A_missing_tensor_is_refused()
    {
        using var folder = Changed("gpt2-base", "n_layer", "3");
        Assert.Equal(
            $"{folder["model.safetensors"]}: has no tensor 'transformer.h.2.ln_1.weight', which config.json asks for; "
                + "copy weights and config.json again, from one model",
            Refusal<InvalidDataException>(folder)
        );
    }

    [Fact]
    public void A_missing_shard_is_refused()
    {
        using var folder = new TemporaryFolder();
        ModelFixture.Copy("llama-sharded", folder);
        File.Delete(folder["model-00002-of-00002.safetensors"]);
        Assert.Equal(
            $"{folder["model-00002-of-00002.safetensors"]}: does not exist, though model.safetensors.index.json names it; copy it into the folder",
            Refusal<FileNotFoundException>(folder)
        );
    }

    [Fact]
    public void An_index_that_is_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        ModelFixture.Copy("llama-sharded", folder);
        var index = folder.Write("model.safetensors.index.json", "[]");
        Assert.Equal(
            $"{index}: must be a JSON object whose weight_map names a file for each tensor; copy it again",
            Refusal<InvalidDataException>(folder)
        );
    }

    [Fact]
    public void Weights_that_are_only_there_as_a_pickle_are_refused_with_the_line_that_converts_them()
    {
        using var folder = new TemporaryFolder();
        ModelFixture.Copy("gpt2-base", folder);
        File.Move(folder["model.safetensors"], folder["pytorch_model.bin"]);
        Assert.Equal(
            $"{folder.Path}: has neither model.safetensors nor model.safetensors.index.json; save it in Python with "
                + "AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(FOLDER, safe_serialization=True)",
            Refusal<FileNotFoundException>(folder)
        );
    }

    [Fact]
    public void A_folder_without_a_configuration_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            $"{folder["config.json"]}: does not exist; name a folder as Hugging Face's save_pretrained writes it",
            Refusal<FileNotFoundException>(folder)
        );
    }

    [Fact]
    public void A_configuration_that_is_no_JSON_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("config.json", "{\n  \"model_type\" \"gpt2\"\n}");
        Assert.Equal($"{config}: is not valid JSON at line 2, byte 16; {CopyAgain}", Refusal<InvalidDataException>(folder));
    }

    [Fact]
    public void A_file_that_was_cut_is_refused()
    {
        using var folder = new TemporaryFolder();
        ModelFixture.Copy("gpt2-base", folder);
        using (var file = File.OpenWrite(folder["model.safetensors"]))
        {
            file.SetLength(file.Length - 4);
        }

        Assert.StartsWith($"{folder["model.safetensors"]}: must have ", Refusal<InvalidDataException>(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_refused()
    {
        using var folder = new TemporaryFolder();
        ModelFixture.Copy("gpt2-base", folder);
        var path = folder["model.safetensors"];
        using (var file = File.Open(path, FileMode.Open))
        {
            var header = SafetensorsHeader.Read(file);
            file.Position = header.DataOffset + header.Entries.Single(entry => entry.Name == "transformer.wte.weight").Begin + 8;
            file.Write(BitConverter.GetBytes(float.NaN));
        }

        Assert.Equal(
            $"{path}: tensor 'transformer.wte.weight' holds NaN at 2; every weight must be finite; copy the file again",
            Refusal<InvalidDataException>(folder)
        );
    }

    [Fact]
    public void Tokens_that_the_model_does_not_have_and_texts_that_are_too_long_are_refused()
    {
        using var model = ModelFixture.Load("gpt2-base");
        Assert.Equal(
            "token 50 is none of the model's, 0 to 49; are the tokens those of its own tokenizer?",
            Assert.Throws<ArgumentException>(() => model.Logits(full(1, 2, 50L, dtype: int64))).Message
        );
        Assert.Equal(
            "a text of 33 tokens is longer than the 32 that the model was made for; take a shorter context",
            Assert.Throws<ArgumentException>(() => model.Logits(zeros(1, 33, int64))).Message
        );
    }

    [Fact]
    public void Nothing_is_left_of_a_model_that_is_disposed_or_refused()
    {
        using var refused = Changed("gpt2-base", "n_layer", "3");
        var before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        ModelFixture.Load("gpt_neox-parallel").Dispose();
        Refusal<InvalidDataException>(refused);
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static void AssertRefused(string name, string key, string value, string message)
    {
        using var folder = Changed(name, key, value);
        Assert.Equal($"{folder["config.json"]}: {message}", Refusal<InvalidDataException>(folder));
    }

    private static TemporaryFolder Changed(string name, string key, string value)
    {
        var folder = new TemporaryFolder();
        ModelFixture.Copy(name, folder);
        var config = JsonNode.Parse(File.ReadAllText(folder["config.json"]))!;
        config[key] = JsonNode.Parse(value);
        File.WriteAllText(folder["config.json"], config.ToJsonString());
        return folder;
    }

    private static string Refusal<TException>(TemporaryFolder folder)
        where TException : Exception => Assert.Throws<TException>(() => DecoderModel.Load(folder.Path, CPU)).Message;
}
