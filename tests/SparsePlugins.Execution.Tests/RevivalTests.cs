using SparsePlugins.Contracts;
using SparsePlugins.Plugins;
using SparsePlugins.Specs;
using SparsePlugins.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>What a revival does to a trained autoencoder, for every reinitializer that ships.</summary>
public sealed class RevivalTests : IDisposable
{
    private const int Width = 8;
    private const int Features = 16;
    private const int Rows = 32;
    private static readonly long[] Dying = [3, 4, 11];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Bench _bench = new();

    public static TheoryData<string, bool> Reinitializers()
    {
        using var plugins = PluginSet.Load([Repository.HostPlugins]);
        var names = plugins
            .Catalog.Components.Where(schema => schema.Kind.IsReinitializer)
            .Where(schema => !schema.Capabilities.Contains(SourceCapability.LanguageModel)) // They are tested with one.
            .Select(schema => schema.Name)
            .ToArray();
        var data = new TheoryData<string, bool>();
        foreach (var name in names)
        {
            data.Add(name, true);
            data.Add(name, false);
        }

        return data;
    }

    public void Dispose()
    {
        _bench.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Reinitializers))]
    public void Dead_rows_and_their_moments_change_and_living_ones_do_not_to_the_bit(string reinitializer, bool fused)
    {
        var options = new TrainingSetup(L1: 0.05, DecoderBias: true);
        using var state = options.CreateState(Start());
        using ITrainingStep step = fused ? options.CreateFused(state) : options.CreateEager(state);
        using var reviver = Reviver(reinitializer, state);

        for (var update = 1; update <= 40; update++)
        {
            if (update == 20)
            {
                Kill(state);
            }

            using var batch = new TrainingBatch(Batch((ulong)update));
            var result = step.Step(batch);
            reviver.Observe(update, batch.Samples, result);
            var before = Copy(state);
            reviver.Revive(update, batch.Samples, result);
            if (update < 40)
            {
                Assert.Equal(Bytes(before), Bytes(Copy(state))); // It looks at step 40.
            }
            else
            {
                Check(before, Copy(state), [.. Assert.Single(reviver.Events).Features]);
            }
        }

        // It trains on, and nothing of it is wrong.
        using var next = new TrainingBatch(Batch(41));
        Assert.True(double.IsFinite(step.Step(next).Loss));
    }

    private static void Check((string Name, Tensor[] Tensors)[] before, (string Name, Tensor[] Tensors)[] after, int[] dead)
    {
        Assert.Equal(Dying, dead.Select(feature => (long)feature));
        var living = Enumerable.Range(0, Features).Except(dead).Select(feature => (long)feature).ToArray();
        foreach (var ((name, old), (_, now)) in before.Zip(after))
        {
            if (name == ParameterShape.DecoderBias)
            {
                Assert.Equal(Bytes([(name, old)]), Bytes([(name, now)]));
                continue;
            }

            Assert.Equal(RowsOf(old, living), RowsOf(now, living));
            Assert.All(Dying, feature => Assert.NotEqual(RowsOf(old[..1], feature), RowsOf(now[..1], feature)));
            Assert.All(old.Skip(1), moment => Assert.True(moment[tensor(Dying)].abs().sum().item<float>() > 0, $"{name} had no moments"));
            Assert.All(now.Skip(1), moment => Assert.Equal(0f, moment[tensor(Dying)].abs().sum().item<float>()));
        }
    }

    private FeatureReviver Reviver(string name, AutoencoderState state)
    {
        var loaded = _bench.Load(
            new TinyManifest { Initializers = "[orthogonal]", Reinitializers = $"[{{ use: {name}, every: 40, dead_after: 320 }}]" }
        );
        Plan plan = loaded.Result.Plan ?? throw new InvalidOperationException(string.Join('\n', loaded.Result.Problems));
        var spec = plan.Cohorts[0].Runs[0].Spec.Reinitializer!;
        var component = _bench.Plugins.Find(ComponentKind.Reinitializer, name);
        var reinitializer = component.Create<IDeadFeatureReinitializer>(spec.Component, loaded.Files);
        var initial = EncoderReference.Of(state.Weights);
        return new FeatureReviver(
            spec,
            component,
            reinitializer,
            state,
            initial,
            model: null,
            new ComponentContext(CPU, new RandomSeed(5))
        );
    }

    /// <summary>Some features fire no more: the last steps of a run in which they did.</summary>
    private static void Kill(AutoencoderState state)
    {
        using var _ = no_grad();
        state.Weights.EncoderBias.index_fill_(0, tensor(Dying), -1000);
    }

    private static AutoencoderWeights Start()
    {
        var rows = randn(Features, Width, generator: new Generator(1));
        var decoder = rows / rows.norm(dim: 1, keepdim: true);
        return new AutoencoderWeights(decoder * 0.7f, full(Features, 0.1f), decoder, zeros(Width));
    }

    private static Tensor Batch(ulong seed) => randn(Rows, Width, generator: new Generator(100 + seed));

    private static (string Name, Tensor[] Tensors)[] Copy(AutoencoderState state) =>
        [.. state.Parameters.Entries.Select(entry => Copy(entry.Name, state.FindTrained(entry.Name)!))];

    private static (string Name, Tensor[] Tensors) Copy(string name, Parameter parameter) =>
        (name, [parameter.Value.detach().clone(), parameter.FirstMoment.clone(), parameter.SecondMoment.clone()]);

    private static byte[] Bytes((string Name, Tensor[] Tensors)[] parts) =>
        [.. parts.SelectMany(part => part.Tensors).SelectMany(one => one.bytes.ToArray())];

    private static byte[] RowsOf(Tensor[] tensors, params long[] rows) =>
        [.. tensors.SelectMany(one => one[tensor(rows)].contiguous().bytes.ToArray())];
}
