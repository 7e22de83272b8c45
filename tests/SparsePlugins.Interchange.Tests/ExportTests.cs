using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Execution.Dictionaries;
using static TorchSharp.torch;

namespace SparsePlugins.Interchange.Tests;

/// <summary>What was read is written again, as a weights file and in the tools' formats, and computes the same.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly Bench _bench = new();
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Folders => [.. Peer.Names];

    /// <summary>Those whose architecture SAELens has.</summary>
    public static TheoryData<string> FoldersForSaeLens =>
        [.. Peer.Names.Where(name => name is not ("sparsify-groupmax" or "sparsify-skip-transcoder"))];

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_weights_file_holds_it_whole(string name)
    {
        var dictionary = DictionaryFolder.Read(new Peer(name).Folder);
        File.WriteAllBytes(_folder["w.safetensors"], WeightsBytes(dictionary));
        AssertSame(name, dictionary, WeightsFile.Read(_folder["w.safetensors"]).Dictionary, tolerance: 0);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_comes_back_from_the_format_of_its_tool(string name)
    {
        var dictionary = DictionaryFolder.Read(new Peer(name).Folder);
        AssertSame(name, dictionary, DictionaryFolder.Read(Export(dictionary, dictionary.Origin.Tool)), 1e-5);
    }

    [Theory]
    [MemberData(nameof(FoldersForSaeLens))]
    public void SAELens_would_compute_the_same_with_what_is_exported(string name)
    {
        using var scope = NewDisposeScope();
        var dictionary = DictionaryFolder.Read(new Peer(name).Folder);
        var exported = FieldReader.SaeLens(Export(dictionary, Tool.SaeLens));
        var input = new Peer(name).Expected()["input"];
        using var runner = new DictionaryRunner(_bench.Plugins, dictionary);
        var pass = runner.Run(input);
        var lengths = Lengths(dictionary);
        for (var row = 0; row < input.shape[0]; row++)
        {
            var (codes, reconstruction) = exported.RunSaeLens(input[row].data<float>().ToArray());
            var (ours, decoded) = (pass.Codes[row].data<float>().ToArray(), pass.Reconstruction[row].data<float>().ToArray());
            Assert.All(
                codes.Index(),
                one => Assert.Equal(ours[one.Index] * lengths[one.Index], one.Item * exported.RowLength(one.Index), 1e-5)
            );
            Assert.Equal(ours.Select(code => code != 0), codes.Select(code => code != 0));
            Assert.All(reconstruction.Index(), one => Assert.Equal(decoded[one.Index], one.Item, 1e-5));
        }
    }

    [Theory]
    [InlineData("saelens-standard", Tool.Sparsify, "sparsify keeps a fixed number of codes of each row, which 'relu' doesn't")]
    [InlineData("sparsify-groupmax", Tool.SaeLens, "SAELens has no architecture that computes what 'group-max' does")]
    [InlineData("sparsify-skip-transcoder", Tool.DictionaryLearning, "it has no class that computes what 'skip-top-k' does")]
    [InlineData("saelens-standard-layer-norm", Tool.DictionaryLearning, "it has no layer-norm of inputs")]
    public void What_a_format_cannot_express_is_refused_with_the_reason(string name, Tool tool, string reason)
    {
        var refused = Assert.Throws<InterchangeException>(() => Export(DictionaryFolder.Read(new Peer(name).Folder), tool));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Exported decoder rows have length 1 where selection allows it; the training class of SAELens folds them in the same way.</summary>
    [Theory]
    [InlineData("saelens-standard-decoder-norms", true)]
    [InlineData("saelens-jumprelu-decoder-norms", true)]
    [InlineData("saelens-gated-decoder-norms", true)]
    [InlineData("saelens-topk-decoder-norms", false)]
    public void Decoder_rows_have_length_1_unless_that_would_choose_other_codes(string name, bool isUnit)
    {
        using var scope = NewDisposeScope();
        var peer = new Peer(name);
        var expected = peer.Expected();
        using var runner = new DictionaryRunner(
            _bench.Plugins,
            DictionaryFolder.Read(Export(DictionaryFolder.Read(peer.Folder), Tool.SaeLens))
        );
        var codes = runner.Run(expected["input"]).Codes;
        Assert.InRange((codes - expected[isUnit ? "codes_folded" : "codes"]).abs().max().item<float>(), 0, 1e-5);
    }

    [Theory]
    [InlineData(ParameterShape.EncoderWeight)]
    [InlineData(ParameterShape.EncoderBias)]
    [InlineData("threshold")]
    public void A_weights_file_whose_shapes_do_not_fit_is_refused_by_name(string name)
    {
        var whole = DictionaryFolder.Read(new Peer("saelens-jumprelu").Folder);
        var parameters = whole.Parameters.ToDictionary(
            pair => pair.Key,
            pair => pair.Key == name ? new Formats.NumberArray([3], [1, 2, 3]) : pair.Value
        );
        File.WriteAllBytes(_folder["w.safetensors"], WeightsBytes(whole with { Parameters = parameters }));
        var refused = Assert.Throws<InterchangeException>(() => WeightsFile.Read(_folder["w.safetensors"]));
        Assert.Contains($"'{name}' must be [20", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_transform_that_is_not_known_is_refused_and_not_left_out()
    {
        var bytes = WeightsBytes(DictionaryFolder.Read(new Peer("saelens-jumprelu").Folder));
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var other = text.Replace("\"input_transform\":\"none\"", "\"input_transform\":\"warp\"", StringComparison.Ordinal);
        Assert.NotEqual(text, other);
        File.WriteAllBytes(_folder["w.safetensors"], System.Text.Encoding.Latin1.GetBytes(other));

        var refused = Assert.Throws<InterchangeException>(() => WeightsFile.Read(_folder["w.safetensors"]));

        Assert.Contains(
            "has the input_transform 'warp'; known are none, constant-norm, layer-norm",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private string Export(PortableDictionary dictionary, Tool tool)
    {
        var export = DictionaryExport.Create(dictionary, tool, new JsonObject { ["run"] = "0123" });
        var folder = Directory.CreateDirectory(_folder["exported"]).FullName;
        foreach (var (name, write) in export.Files)
        {
            using var file = File.Create(Path.Combine(folder, name));
            write(file);
        }

        return folder;
    }

    private static byte[] WeightsBytes(PortableDictionary dictionary)
    {
        using var bytes = new MemoryStream();
        WeightsFile.Write(bytes, dictionary, "codes = x", "subtracted");
        return bytes.ToArray();
    }

    /// <summary>The same features fire, and each adds the same to the reconstruction: codes may be scaled with the lengths of decoder rows.</summary>
    private void AssertSame(string name, PortableDictionary before, PortableDictionary after, double tolerance)
    {
        using var scope = NewDisposeScope();
        var input = new Peer(name).Expected()["input"];
        using var first = new DictionaryRunner(_bench.Plugins, before);
        using var second = new DictionaryRunner(_bench.Plugins, after);
        var (one, other) = (first.Run(input), second.Run(input));
        Assert.Equal(before.Normalization, after.Normalization);
        Assert.True(((one.Codes != 0) == (other.Codes != 0)).all().item<bool>(), "other codes are active");
        var (added, addedAgain) = (one.Codes * tensor(Lengths(before)), other.Codes * tensor(Lengths(after)));
        Assert.InRange((added - addedAgain).abs().max().item<float>(), 0, tolerance);
        Assert.InRange((one.Reconstruction - other.Reconstruction).abs().max().item<float>(), 0, tolerance);
    }

    private static float[] Lengths(PortableDictionary dictionary)
    {
        var rows = dictionary.Parameters[ParameterShape.DecoderWeight];
        return [.. rows.Values.Chunk(dictionary.ActivationDim).Select(row => (float)Math.Sqrt(row.Sum(value => (double)value * value)))];
    }
}
