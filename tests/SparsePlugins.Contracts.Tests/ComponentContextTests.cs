using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

public sealed class ComponentContextTests : TensorTest
{
    [Fact]
    public void Its_generator_starts_the_stream_of_its_seed_and_continues()
    {
        using var context = Context(9);
        using var generator = new RandomSeed(9).CreateGenerator(CPU);
        var expected = Numbers(rand(6, generator: generator));
        var drawn = Numbers(rand(2, generator: context.Random)).Concat(Numbers(rand(4, generator: context.Random)));
        Assert.Equal(expected, drawn);
    }

    [Fact]
    public void A_derived_context_does_not_depend_on_how_much_of_its_parents_stream_was_used()
    {
        using var fresh = Context();
        using var used = Context();
        _ = rand(1000, generator: used.Random);
        using var one = fresh.Derive("child");
        using var other = used.Derive("child");
        Assert.Equal(Numbers(rand(10, generator: one.Random)), Numbers(rand(10, generator: other.Random)));
    }

    [Fact]
    public void Drawing_from_a_derived_context_does_not_advance_its_parent()
    {
        using var context = Context();
        using var untouched = Context();
        using var child = context.Derive("child");
        _ = rand(1000, generator: child.Random);
        Assert.Equal(Numbers(rand(10, generator: untouched.Random)), Numbers(rand(10, generator: context.Random)));
    }

    [Fact]
    public void Derived_contexts_with_other_names_have_other_streams_and_the_seeds_of_their_names()
    {
        using var context = Context();
        using var one = context.Derive("one");
        using var other = context.Derive("other");
        Assert.Equal(context.Seed.Derive("one"), one.Seed);
        Assert.NotEqual(Numbers(rand(10, generator: one.Random)), Numbers(rand(10, generator: other.Random)));
        Assert.NotEqual(Numbers(rand(10, generator: one.Random)), Numbers(rand(10, generator: context.Random)));
    }

    [Fact]
    public void A_derived_context_stops_with_its_parent_and_is_on_its_device()
    {
        using var stop = new CancellationTokenSource();
        using var context = new ComponentContext(CPU, new RandomSeed(5), stop.Token);
        using var child = context.Derive("child");
        Assert.False(child.Cancellation.IsCancellationRequested);
        stop.Cancel();
        Assert.True(child.Cancellation.IsCancellationRequested);
        Assert.Same(context.Device, child.Device);
    }

    [Fact]
    public void A_derived_context_outlives_its_parent()
    {
        using var expected = Context();
        using var alike = expected.Derive("child");
        var context = Context();
        _ = context.Random;
        using var child = context.Derive("child");
        context.Dispose();
        Assert.Equal(Numbers(rand(10, generator: alike.Random)), Numbers(rand(10, generator: child.Random)));
    }

    [Fact]
    public void Disposing_twice_or_unused_does_no_harm()
    {
        var used = Context();
        _ = used.Random;
        used.Dispose();
        used.Dispose();
        Context().Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disposed_context_has_no_generator(bool used)
    {
        // Torch takes a freed generator for none, and draws from the global one without a word.
        var context = Context();
        if (used)
            _ = context.Random;
        context.Dispose();
        Assert.Throws<ObjectDisposedException>(() => context.Random);
    }
}
