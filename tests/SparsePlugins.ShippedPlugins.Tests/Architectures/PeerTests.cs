using SparsePlugins.Architectures;
using SparsePlugins.Contracts;
using static SparsePlugins.Conformance.TensorAssertions;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <summary>Autoencoders of SAELens and dictionary_learning give the codes and reconstructions that those tools compute.</summary>
public sealed class PeerTests
{
    [Theory]
    [InlineData("saelens-standard")]
    [InlineData("saelens-standard-decoder-norms")]
    [InlineData("saelens-topk")]
    [InlineData("saelens-topk-decoder-norms")]
    [InlineData("saelens-jumprelu")]
    [InlineData("saelens-jumprelu-decoder-norms")]
    [InlineData("saelens-gated")]
    [InlineData("saelens-gated-decoder-norms")]
    [InlineData("saelens-batchtopk")]
    [InlineData("saelens-matryoshka")]
    [InlineData("dictionary-learning-relu")]
    [InlineData("dictionary-learning-relu-new", false)]
    [InlineData("dictionary-learning-topk")]
    [InlineData("dictionary-learning-jumprelu", false)]
    [InlineData("dictionary-learning-gated")]
    [InlineData("dictionary-learning-batchtopk")]
    [InlineData("dictionary-learning-matryoshka")]
    public void Evaluation_gives_what_the_tool_gives(string name, bool isSubtracted = true)
    {
        var (peer, architecture) = (new PeerFolder(name), Architecture(name));
        var pass = architecture.Forward(peer.Parameters(architecture, isSubtracted), peer.Expected["input"], ForwardMode.Evaluate);
        AssertSame(peer.Expected["codes"], pass.Codes);
        AssertClose(peer.Expected["reconstruction"], pass.Reconstruction, 1e-5);
    }

    /// <summary>The tools' training classes keep the 28 = 4 * 7 largest codes of the seven rows.</summary>
    [Theory]
    [InlineData("saelens-batchtopk")]
    [InlineData("saelens-matryoshka")]
    [InlineData("dictionary-learning-batchtopk")]
    [InlineData("dictionary-learning-matryoshka")]
    public void Training_keeps_the_codes_of_a_batch_that_the_tool_keeps(string name)
    {
        var (peer, architecture) = (new PeerFolder(name), Architecture(name));
        var parameters = peer.Parameters(architecture, isSubtracted: true);
        var pass = architecture.Forward(parameters, peer.Expected["input"], ForwardMode.Train);
        Assert.Equal(28, (pass.Codes != 0).sum().item<long>());
        AssertSame(peer.Expected["batch_codes"], pass.Codes);
        AssertClose(peer.Expected["batch_reconstruction"], pass.Reconstruction, 1e-5);
    }

    /// <summary>dictionary_learning can evaluate top-k with a threshold, as batch-top-k does.</summary>
    [Fact]
    public void A_threshold_chooses_the_codes_that_the_tool_chooses()
    {
        var (peer, architecture) = (
            new PeerFolder("dictionary-learning-topk"),
            new BatchTopKArchitecture(new() { K = 4, DecoderBias = true })
        );
        var pass = architecture.Forward(peer.Parameters(architecture, isSubtracted: true), peer.Expected["input"], ForwardMode.Evaluate);
        AssertSame(peer.Expected["threshold_codes"], pass.Codes);
    }

    /// <summary>Our decoder rows have length 1: encoder, biases and thresholds take over the lengths, as when SAELens folds them.</summary>
    [Theory]
    [InlineData("saelens-standard-decoder-norms")]
    [InlineData("saelens-jumprelu-decoder-norms")]
    [InlineData("saelens-gated-decoder-norms")]
    public void With_decoder_rows_of_length_1_codes_are_those_that_the_tool_folds(string name)
    {
        var (peer, architecture) = (new PeerFolder(name), Architecture(name));
        var parameters = Folded(peer.Parameters(architecture, isSubtracted: true), peer.Expected["W_dec_norm"]);
        AssertClose(1, parameters[ParameterShape.DecoderWeight].norm(dim: 1));

        var pass = architecture.Forward(parameters, peer.Expected["input"], ForwardMode.Evaluate);
        AssertSame(peer.Expected["codes_folded"], pass.Codes);
        AssertClose(peer.Expected["reconstruction"], pass.Reconstruction, 1e-5);
    }

    /// <summary>The magnitudes' scale of a gated autoencoder is a factor, so it stays.</summary>
    private static ParameterSet Folded(ParameterSet parameters, Tensor lengths) =>
        new([
            .. parameters.Entries.Select(entry =>
                entry.Role != ParameterRole.FeatureRows || entry.Name == "magnitude_scale" ? entry
                : entry.Name == ParameterShape.DecoderWeight ? entry with { Value = entry.Value / lengths.unsqueeze(1) }
                : entry with { Value = entry.Value * (entry.Value.dim() == 2 ? lengths.unsqueeze(1) : lengths) }
            ),
        ]);

    private static IArchitecture Architecture(string name) =>
        name.Split('-').First(word => word is not ("saelens" or "dictionary" or "learning")) switch
        {
            "standard" or "relu" => new ReluArchitecture(new() { DecoderBias = true, UnitDecoder = false }),
            "topk" => new TopKArchitecture(new() { K = 4, DecoderBias = true }),
            "jumprelu" => new JumpReluArchitecture(new() { DecoderBias = true }),
            "gated" => new GatedArchitecture(new() { DecoderBias = true }),
            "batchtopk" => new BatchTopKArchitecture(new() { K = 4, DecoderBias = true }),
            "matryoshka" => new MatryoshkaArchitecture(new() { K = 4, DecoderBias = true }),
            var other => throw new ArgumentException(other),
        };

    /// <summary>The same codes are active, and as strongly.</summary>
    private static void AssertSame(Tensor expected, Tensor codes)
    {
        Assert.InRange((expected != 0).sum().item<long>(), 7, 139); // Some of 140 codes: neither none nor all.
        AssertClose(expected != 0, codes != 0, tolerance: 0);
        AssertClose(expected, codes, 1e-5);
    }
}
