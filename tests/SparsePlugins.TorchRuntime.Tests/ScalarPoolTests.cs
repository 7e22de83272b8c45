using SparsePlugins.TorchRuntime.Scalars;
using TorchSharp;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed unsafe class ScalarPoolTests
{
    [Fact]
    public void Memory_of_a_freed_scalar_is_used_again_only_after_a_thousand_others_were_freed()
    {
        var pool = new ScalarPool();
        var freed = KeepIn(pool);
        Assert.True(ScalarPool.Free(freed));
        for (var other = 0; other < ScalarPool.Resting; other++)
        {
            var next = KeepIn(pool);
            Assert.NotEqual(freed, next);
            ScalarPool.Free(next);
        }

        Assert.Equal(freed, KeepIn(pool));
    }

    [Fact]
    public void Memory_of_a_scalar_that_another_thread_freed_goes_back_to_its_own_thread()
    {
        var pool = new ScalarPool();
        var mine = Enumerable.Range(0, ScalarPool.Resting + 1).Select(_ => KeepIn(pool)).ToArray();
        OnThread(() =>
        {
            Array.ForEach(mine, scalar => ScalarPool.Free(scalar));
            Assert.DoesNotContain(KeepIn(ScalarPool.OfThread), mine);
        });

        Assert.Contains(KeepIn(pool), mine);
    }

    [Fact]
    public void The_pool_of_a_thread_that_ended_serves_the_next_one()
    {
        ScalarPool? first = null;
        ScalarPool? second = null;
        OnThread(() => first = ScalarPool.OfThread);
        OnThread(() => second = ScalarPool.OfThread);

        Assert.Same(first, second);
        Assert.NotSame(first, ScalarPool.OfThread);
    }

    [Fact]
    public void A_scalar_that_libtorch_made_is_not_in_a_pool()
    {
        var value = default(ScalarValue);
        Assert.False(ScalarPool.Free((nint)(&value)));
    }

    [Fact]
    public void Numbers_of_every_kind_arrive_as_they_are()
    {
        using Scalar int8 = (sbyte)-128;
        using Scalar uint8 = (byte)255;
        using Scalar int16 = short.MinValue;
        using Scalar int32 = int.MinValue;
        using Scalar int64 = long.MinValue;
        using Scalar half = (Half)0.5;
        using Scalar brain = 0.25f.ToBFloat16Scalar();
        using Scalar single = 0.1f;
        using Scalar real = 0.1;
        using Scalar no = false;
        using Scalar pair = (1.5f, -2.5f);
        using Scalar complex = new System.Numerics.Complex(0.1, -0.2);

        Assert.Equal((-128, 255), (int8.ToSByte(), uint8.ToByte()));
        Assert.Equal((short.MinValue, int.MinValue, long.MinValue), (int16.ToInt16(), int32.ToInt32(), int64.ToInt64()));
        Assert.Equal((0.5, 0.25, (double)0.1f, 0.1), (half.ToDouble(), brain.ToDouble(), single.ToDouble(), real.ToDouble()));
        Assert.False(no.ToBoolean());
        Assert.Equal(torch.ScalarType.Bool, no.Type);
        Assert.Equal((1.5f, -2.5f), pair.ToComplexFloat32());
        Assert.Equal(new(0.1, -0.2), complex.ToComplexFloat64());
    }

    [Fact]
    public void An_element_of_a_tensor_is_read_and_freed()
    {
        using var tensor = torch.tensor(new[] { 0.5f, 1.5f });
        using var element = tensor[1];
        using var scalar = element.ToScalar();
        Assert.Equal(1.5f, scalar.ToSingle());
    }

    private static nint KeepIn(ScalarPool pool)
    {
        var value = default(ScalarValue);
        return pool.Keep(&value);
    }

    private static void OnThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
