using TorchSharp;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed class SelfTestTests
{
    [Fact]
    public void Every_check_passes_on_the_CPU()
    {
        var results = SelfTest.Run(torch.CPU);

        Assert.All(results, result => Assert.True(result.Passed, result.ToString()));
        Assert.Equal(["matmul", "svd", "backward", "adam", "generator"], results.Select(result => result.Name));
    }

    [Fact]
    public void A_device_that_computes_nothing_fails_every_check_and_throws_nothing()
    {
        // "meta" tensors have shapes and no values.
        var results = SelfTest.Run(torch.META);

        Assert.All(results, result => Assert.False(result.Passed, result.ToString()));
        Assert.All(results, result => Assert.NotEmpty(result.Detail));
    }

    [Fact]
    public void The_global_generator_is_not_touched()
    {
        using var before = torch.random.get_rng_state();
        SelfTest.Run(torch.CPU);
        using var after = torch.random.get_rng_state();

        Assert.True(before.equal(after).all().ToBoolean());
    }

    [Fact]
    public void No_tensor_is_left_to_the_caller()
    {
        // Not by Tensor.TotalCount: TorchSharp counts each Parameter twice and takes it off once.
        using var scope = torch.NewDisposeScope();
        SelfTest.Run(torch.CPU);

        Assert.Equal(0, scope.DisposablesCount);
        Assert.Same(scope, torch.CurrentDisposeScope);
    }
}
