using System.Globalization;
using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <summary>Prefixes that are drawn for every batch.</summary>
public sealed class MatryoshkaRandomPrefixTests : ArchitectureConformance
{
    private const string Batches = "prefix_batches";
    private const int Features = 1024;

    protected override IArchitecture Create() => new MatryoshkaArchitecture(new() { K = 3, RandomPrefixes = 4 });

    [Fact]
    public void The_number_of_the_batch_decides_them()
    {
        Assert.Equal(Sizes(batch: 7, prefixes: 10), Sizes(batch: 7, prefixes: 10));
        Assert.NotEqual(Sizes(batch: 7, prefixes: 10), Sizes(batch: 8, prefixes: 10));
    }

    [Fact]
    public void Batches_are_counted()
    {
        var parameters = Start();
        AssertClose(1, ByHand.Update(Create().Forward(parameters, Problem.Sample, ForwardMode.Train), Batches));
        parameters[Batches].fill_(41);
        AssertClose(42, ByHand.Update(Create().Forward(parameters, Problem.Sample, ForwardMode.Train), Batches));
        Assert.Empty(Create().Forward(parameters, Problem.Sample, ForwardMode.Evaluate).Updates);
    }

    [Fact]
    public void Short_ones_are_more_frequent_as_Pareto_has_it()
    {
        const int Draws = 2000;
        var sizes = Enumerable.Range(0, Draws).SelectMany(batch => Sizes(batch, prefixes: 1)).ToArray();

        // P(s > x) = 1/sqrt(x); a size is rounded, and one of all features is left out.
        AssertShare(1 - 1 / Math.Sqrt(1.5), sizes.Count(size => size == 1));
        AssertShare(1 / Math.Sqrt(4.5), Draws - sizes.Count(size => size <= 4));
        AssertShare(1 / Math.Sqrt(100.5), Draws - sizes.Count(size => size <= 100));
        AssertShare(1 / Math.Sqrt(Features - 0.5), Draws - sizes.Length);

        // Within five standard deviations of the expected share.
        void AssertShare(double expected, int count) =>
            Assert.Equal(expected, (double)count / Draws, 5 * Math.Sqrt(expected * (1 - expected) / Draws));
    }

    /// <summary>In the names of the loss terms, ascending.</summary>
    private static int[] Sizes(long batch, int prefixes)
    {
        var architecture = new MatryoshkaArchitecture(new() { K = 1, RandomPrefixes = prefixes });
        using var scope = NewDisposeScope();
        var parameters = new ParameterSet([
            .. architecture
                .Parameters(new(1, Features))
                .Select(shape => new NamedParameter(shape.Name, shape.Role, full([.. shape.Size], shape.Initial, dtype: shape.Type))),
        ]);
        parameters[Batches].fill_(batch);
        var pass = architecture.Forward(parameters, ones(1, 1), ForwardMode.Train);
        return [.. pass.Losses.Select(term => int.Parse(term.Name["prefix-".Length..], CultureInfo.InvariantCulture))];
    }
}
