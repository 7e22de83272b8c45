using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class FromWeightsInitializerTests : InitializerConformance
{
    private readonly WeightFiles _files = new();

    protected override IDictionaryInitializer Create() =>
        new FromWeightsInitializer(new() { File = _files.Write("forty.safetensors", Random(40, 12)) });

    public override void Dispose()
    {
        base.Dispose();
        _files.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_whole_autoencoder_is_taken_over_bit_by_bit_where_its_rows_have_length_1()
    {
        var free = Random(5, 3);
        var weights = free with { DecoderWeight = Directions.Unit(free.DecoderWeight) };
        var start = Start(weights, 5, keepLengths: false);
        Assert.Equal(Bytes(weights), Bytes(start));
    }

    [Fact]
    public void Lengths_that_are_kept_leave_every_number_as_it_was()
    {
        var weights = Random(5, 3);
        Assert.Equal(Bytes(weights), Bytes(Start(weights, 5, keepLengths: true)));
    }

    [Fact]
    public void Lengths_that_move_into_the_encoder_leave_the_reconstructions_of_relu_codes()
    {
        var weights = Random(5, 3);
        var start = Start(weights, 5, keepLengths: false);
        AssertClose(1.0, start.DecoderWeight.norm(dim: 1));
        AssertClose(Reconstruction(weights), Reconstruction(start));
        Assert.True((weights.EncoderWeight - start.EncoderWeight).abs().max().item<float>() > 0.1);
    }

    [Fact]
    public void Of_more_features_a_part_is_taken_with_all_that_belongs_to_each()
    {
        var weights = Random(40, 12);
        var start = Start(weights, 24, keepLengths: true);
        var places = start.EncoderBias.unsqueeze(1).eq(weights.EncoderBias.unsqueeze(0)).to(ScalarType.Int64).argmax(1); // [24]
        Assert.Equal(places.data<long>().ToArray().Distinct().Order(), places.data<long>().ToArray());
        AssertClose(weights.EncoderWeight.index_select(0, places), start.EncoderWeight);
        AssertClose(weights.DecoderWeight.index_select(0, places), start.DecoderWeight);
        AssertClose(weights.DecoderBias, start.DecoderBias);
    }

    [Fact]
    public void Too_few_features_are_refused_with_what_to_type()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Start(Random(5, 3), 6, keepLengths: true));
        Assert.Equal(
            "from-weights needs 6 different features, and the file has 5 (those whose decoder row is zero or coincides with another one's don't count): lower "
                + "autoencoder.features to 5, or use from-dictionary with fill: true",
            refusal.Message
        );
    }

    [Fact]
    public void A_file_with_a_decoder_alone_is_refused()
    {
        var file = _files.Write("decoder.safetensors", ones(5, 3));
        using var context = ToyProblem.Context();
        var refusal = Assert.Throws<InvalidDataException>(() =>
            new FromWeightsInitializer(new() { File = file }).Initialize(new(3, 1), ones(2, 3), context)
        );
        Assert.Contains("has no tensor 'encoder_weight'", refusal.Message, StringComparison.Ordinal);
    }

    private AutoencoderWeights Start(AutoencoderWeights weights, int features, bool keepLengths)
    {
        using var context = ToyProblem.Context();
        var file = _files.Write("weights.safetensors", weights);
        var width = (int)weights.DecoderBias.shape[0];
        return new FromWeightsInitializer(new() { File = file, KeepLengths = keepLengths }).Initialize(
            new(width, features),
            ones(2, width),
            context
        );
    }

    private static AutoencoderWeights Random(int features, int width) =>
        new(
            WeightFiles.Random(1, features, width),
            WeightFiles.Random(2, features),
            WeightFiles.Random(3, features, width),
            WeightFiles.Random(4, width)
        );

    private static Tensor Reconstruction(AutoencoderWeights weights)
    {
        var centred = WeightFiles.Random(5, 50, 3) - weights.DecoderBias;
        return (centred.mm(weights.EncoderWeight.T) + weights.EncoderBias).relu().mm(weights.DecoderWeight) + weights.DecoderBias;
    }

    private static IEnumerable<byte[]> Bytes(AutoencoderWeights weights) =>
        new[] { weights.EncoderWeight, weights.EncoderBias, weights.DecoderWeight, weights.DecoderBias }.Select(TensorAssertions.Bytes);
}
