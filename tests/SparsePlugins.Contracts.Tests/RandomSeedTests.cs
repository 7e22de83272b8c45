using System.Globalization;
using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

public sealed class RandomSeedTests
{
    // Worked out with Python: int.from_bytes(hashlib.sha256(struct.pack("<Q", seed) + name.encode()).digest()[:8], "little").
    // The first agrees with: printf '\0\0\0\0\0\0\0\0initialize' | sha256sum, whose first bytes are c1 85 fb 97 83 c1 b3 c3.
    [Theory]
    [InlineData(0, "initialize", 14101827629161874881)]
    [InlineData(1, "initialize", 9399945891313749277)]
    [InlineData(0, "Initialize", 11465724885653388096)]
    [InlineData(0, "", 8794265229978523055)]
    [InlineData(ulong.MaxValue, "batch/17", 18122835934615063233)]
    [InlineData(0, "Größe", 13677831231399006201)]
    public void A_derived_seed_is_the_first_eight_bytes_of_the_hash_of_seed_and_name(ulong seed, string stream, ulong expected) =>
        Assert.Equal(expected, new RandomSeed(seed).Derive(stream).Value);

    [Fact]
    public void A_stream_with_a_number_in_its_name_is_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NegativeSign = "minus";
        odd.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(18122835934615063233, new RandomSeed(ulong.MaxValue).Derive("batch/17").Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Ten_thousand_names_and_seeds_give_as_many_seeds()
    {
        var named = Enumerable.Range(0, 5000).Select(i => new RandomSeed(7).Derive($"batch/{i}"));
        var seeded = Enumerable.Range(0, 5000).Select(i => new RandomSeed((ulong)i).Derive("batch"));
        Assert.Equal(10_000, named.Concat(seeded).Distinct().Count());
    }

    [Fact]
    public void The_order_of_names_counts() =>
        Assert.NotEqual(new RandomSeed(3).Derive("a").Derive("b"), new RandomSeed(3).Derive("b").Derive("a"));

    [Fact]
    public void A_generator_draws_the_numbers_that_PyTorch_draws()
    {
        // torch.manual_seed(0); torch.rand(2): 0.4963, 0.7682.
        var drawn = Draw(new RandomSeed(0), 2);
        Assert.Equal(0.4963, drawn[0], 4);
        Assert.Equal(0.7682, drawn[1], 4);
    }

    [Fact]
    public void A_seed_starts_the_same_stream_every_time_and_another_seed_another()
    {
        var seed = new RandomSeed(11);
        Assert.Equal(Draw(seed.Derive("a"), 100), Draw(seed.Derive("a"), 100));
        Assert.NotEqual(Draw(seed.Derive("a"), 100), Draw(seed.Derive("b"), 100));
    }

    [Fact]
    public void Generators_of_one_seed_do_not_share_their_state()
    {
        using var scope = NewDisposeScope();
        using var one = new RandomSeed(11).CreateGenerator(CPU);
        using var other = new RandomSeed(11).CreateGenerator(CPU);
        _ = rand(50, generator: one);
        Assert.Equal(Draw(new RandomSeed(11), 10), rand(10, generator: other).data<float>().ToArray());
    }

    private static float[] Draw(RandomSeed seed, long count)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.CreateGenerator(CPU);
        return rand(count, generator: generator).data<float>().ToArray();
    }
}
