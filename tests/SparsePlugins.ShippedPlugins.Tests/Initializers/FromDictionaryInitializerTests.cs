using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class FromDictionaryInitializerTests : InitializerConformance
{
    // Two rows coincide and one is zero: three directions are left.
    private static readonly float[,] FiveRows =
    {
        { 0, 2 },
        { 3, 4 },
        { 0, 0 },
        { 6, 8 },
        { -1, 0 },
    };

    private readonly WeightFiles _files = new();

    protected override IDictionaryInitializer Create() =>
        new FromDictionaryInitializer(new() { File = _files.Write("forty.safetensors", WeightFiles.Random(3, 40, 12)) });

    public override void Dispose()
    {
        base.Dispose();
        _files.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Different_rows_of_the_file_are_the_directions_in_its_order() =>
        AssertClose(
            tensor(
                new float[,]
                {
                    { 0, 1 },
                    { 0.6f, 0.8f },
                    { -1, 0 },
                }
            ),
            Start(tensor(FiveRows), features: 3).DecoderWeight
        );

    [Fact]
    public void Of_more_rows_a_random_part_is_taken_none_twice_in_the_order_of_the_file()
    {
        var (first, second) = (Places(seed: 1), Places(seed: 2));
        Assert.Equal(first.Distinct().Order(), first);
        Assert.NotEqual(first, second);
        Assert.Equal(24, second.Length);
    }

    [Fact]
    public void Over_many_seeds_every_row_is_taken_equally_often()
    {
        var rows = tensor(FiveRows);
        var taken = new int[3];
        for (var seed = 0ul; seed < 300; seed++)
        {
            var direction = Start(rows, features: 1, seed: seed).DecoderWeight;
            taken[
                (int)
                    direction
                        .mm(
                            tensor(
                                new float[,]
                                {
                                    { 0, 0.6f, -1 },
                                    { 1, 0.8f, 0 },
                                }
                            )
                        )
                        .argmax()
                        .item<long>()
            ]++;
        }

        Assert.All(taken, count => Assert.InRange(count, 70, 130)); // Of 100 expected; the standard deviation is 8.
    }

    [Fact]
    public void Too_few_rows_are_refused_with_what_to_type()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Start(tensor(FiveRows), features: 4));
        Assert.Equal(
            "from-dictionary needs 4 different directions, one for each feature, and found 3 (rows of zeros have none, and rows that coincide are one): "
                + "lower autoencoder.features to 3, or type fill: true, which adds random directions",
            refusal.Message
        );
    }

    [Fact]
    public void Filling_adds_random_directions_after_the_rows_of_the_file()
    {
        var (one, other) = (Start(tensor(FiveRows), 6, fill: true), Start(tensor(FiveRows), 6, fill: true, seed: 9));
        AssertClose(Start(tensor(FiveRows), 3).DecoderWeight, one.DecoderWeight[..3]);
        AssertClose(1.0, one.DecoderWeight.norm(dim: 1));
        Assert.True((one.DecoderWeight[3..] - other.DecoderWeight[3..]).abs().max().item<float>() > 0.1);
    }

    [Fact]
    public void Encoder_and_lengths_are_as_the_options_say_whatever_the_file_has()
    {
        var weights = Start(
            tensor(FiveRows),
            3,
            options: new()
            {
                Encoder = EncoderStart.Tied,
                EncoderScale = 0.5,
                DecoderScale = 0.1,
            }
        );
        AssertClose(weights.DecoderWeight * 5, weights.EncoderWeight);
        AssertClose(0.1, weights.DecoderWeight.norm(dim: 1));
    }

    [Theory]
    [InlineData(true, "is damaged or no safetensors file")]
    [InlineData(false, "has no tensor 'decoder_weight'; name a file that a run wrote, weights/ID.safetensors; this one has 'other'")]
    public void A_file_without_a_dictionary_is_named_and_so_is_what_to_write(bool damaged, string message)
    {
        var file = damaged
            ? _files.Write("damaged.safetensors", "not safetensors at all"u8.ToArray())
            : _files.Write("other.safetensors", ("other", ones(2, 3)));
        var refusal = Assert.Throws<InvalidDataException>(() => new FromDictionaryInitializer(new() { File = file }).ActivationDim);
        Assert.StartsWith(file + ": ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var initializer = new FromDictionaryInitializer(new() { File = _files["missing.safetensors"] });
        Assert.Contains(
            "missing.safetensors",
            Assert.Throws<FileNotFoundException>(() => initializer.ActivationDim).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_dictionary_that_diverged_is_refused()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Start(full(3, 2, float.NaN), 3));
        Assert.EndsWith(
            "'decoder_weight' holds a NaN or an infinity: that run diverged; use the weights of another",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    private long[] Places(ulong seed)
    {
        var rows = WeightFiles.Random(3, 40, 12);
        var directions = Start(rows, 24, seed: seed).DecoderWeight;
        return directions.mm(Directions.Unit(rows).T).argmax(1).data<long>().ToArray();
    }

    private AutoencoderWeights Start(Tensor rows, int features, bool fill = false, ulong seed = 7, FromDictionaryOptions? options = null)
    {
        using var context = ToyProblem.Context(seed);
        var file = _files.Write("rows.safetensors", rows);
        var initializer = new FromDictionaryInitializer((options ?? new()) with { File = file, Fill = fill });
        return initializer.Initialize(new(initializer.ActivationDim, features), ones(3, initializer.ActivationDim), context);
    }
}
