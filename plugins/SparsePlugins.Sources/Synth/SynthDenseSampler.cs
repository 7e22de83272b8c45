using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Draws every feature of every sample as the definition reads, with libtorch on a device: more arithmetic than <see cref="SynthSampler"/>, and faster on a GPU.</summary>
internal sealed class SynthDenseSampler : IDisposable
{
    /// <summary>Most elements of a tensor [rows, G]: 64 MiB, of which a draw makes several.</summary>
    private const int MostElements = 1 << 24;

    private readonly SynthWorld _world;
    private readonly Device _device;
    private readonly Tensor _slopes; // [R, G]
    private readonly Tensor _offsets; // [G]
    private readonly Tensor _means; // [G]
    private readonly Tensor _deviations; // [G]
    private readonly Tensor _directions; // [G, D]
    private readonly Tensor _bias; // [D]

    /// <summary>For a model, on a device.</summary>
    public SynthDenseSampler(SynthWorld world, Device device)
    {
        using var scope = NewDisposeScope();
        var (sizes, copula) = (world.Sizes, world.Copula);
        (_world, _device) = (world, device);
        _slopes = ToDevice(copula.Slopes).reshape(sizes.Features, copula.Rank).t();
        (_offsets, _means, _deviations) = (ToDevice(copula.Offsets), ToDevice(world.Means), ToDevice(world.Deviations));
        (_directions, _bias) = (ToDevice(world.Directions).reshape(sizes.Features, sizes.Width), ToDevice(world.Bias));
        scope.Detach(_slopes, _offsets, _means, _deviations, _directions, _bias);

        Tensor ToDevice(float[] numbers) => tensor(numbers, device: device);
    }

    /// <summary>The generator of a batch. Numbers that follow each other: libtorch uses 32 bits of a seed, of which derived ones would coincide sooner.</summary>
    public Generator Random(RandomSeed seed, DataSplit split, long index) =>
        new RandomSeed(unchecked(seed.Derive($"{split}").Value + (ulong)index)).CreateGenerator(_device);

    /// <summary>Samples: [rows, D].</summary>
    public Tensor Draw(int rows, Generator random)
    {
        using var scope = NewDisposeScope();
        Tensor[] samples = [.. Chunks(rows).Select(count => DrawChunk(count, random))];
        return cat(samples).MoveToOuterDisposeScope();
    }

    /// <summary>Strengths of all features, 0 where one is not active: [rows, G], for each part of a batch.</summary>
    public IEnumerable<Tensor> DrawStrengths(int rows, Generator random) => Chunks(rows).Select(count => Strengths(count, random));

    /// <summary>Frees its tensors.</summary>
    public void Dispose()
    {
        foreach (var one in (Tensor[])[_slopes, _offsets, _means, _deviations, _directions, _bias])
        {
            one.Dispose();
        }
    }

    private IEnumerable<int> Chunks(int rows)
    {
        var most = Math.Max(1, MostElements / _world.Sizes.Features);
        for (var done = 0; done < rows; done += most)
        {
            yield return Math.Min(most, rows - done);
        }
    }

    private Tensor DrawChunk(int rows, Generator random)
    {
        using var strengths = Strengths(rows, random);
        return _bias.addmm(strengths, _directions);
    }

    private Tensor Strengths(int rows, Generator random)
    {
        using var scope = NewDisposeScope();
        var fires = Normal(random, rows, _offsets.shape[0]) <= Normal(random, rows, _slopes.shape[0]).mm(_slopes) - _offsets;
        var strengths = Normal(random, rows, _means.shape[0]).mul_(_deviations).add_(_means).relu_().mul_(fires);
        var (first, ends) = (0, _world.Tree.LevelEnds);
        foreach (var (end, next) in ends.Zip(ends.Skip(1)))
        {
            Gate(strengths[.., first..end], strengths[.., end..next], _means[first..end], random);
            first = end;
        }

        return strengths.MoveToOuterDisposeScope();
    }

    /// <summary>Children of features that aren't active are not either; of several siblings one is kept at random.</summary>
    /// <param name="parents">[rows, P].</param>
    /// <param name="children">[rows, P C], in place.</param>
    /// <param name="means">[P] of the parents.</param>
    /// <param name="random">The batch's generator.</param>
    private void Gate(Tensor parents, Tensor children, Tensor means, Generator random)
    {
        var families = children.reshape(parents.shape[0], parents.shape[1], -1);
        var gated = families * (_world.Options.ScaleByParent ? parents / means : parents.gt(0)).unsqueeze(-1);
        if (_world.Options.Exclusive)
        {
            var lots = rand(gated.shape, device: _device, generator: random).mul_(gated > 0);
            gated = gated.mul_(lots == lots.amax([-1], keepdim: true));
        }

        children.copy_(gated.reshape(children.shape));
    }

    private Tensor Normal(Generator random, params long[] size) => randn(size, device: _device, generator: random);
}
