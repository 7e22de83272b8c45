using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Adam on a row of parameters, in one pass; the numbers are those of <c>Adam</c> of the eager step.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal readonly unsafe struct AdamRows<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int MostLanes = 16;

    private readonly TVector _keepFirst;
    private readonly TVector _addFirst;
    private readonly TVector _keepSecond;
    private readonly TVector _addSecond;
    private readonly TVector _stepSize;
    private readonly TVector _secondScale;
    private readonly TVector _epsilon;

    // Gradients are divided by it before they are squared, and the constants make up for that. As a power of two it changes no bit, but the square
    // overflows no sooner than its share of the second moment does, as in the eager step.
    private readonly float _shift;

    /// <summary>Update number <paramref name="update"/>, from 1, with the learning rate times <paramref name="pace"/>.</summary>
    public AdamRows(FusedOptions options, long update, double pace)
    {
        _keepFirst = TLanes.Broadcast((float)options.Beta1);
        _shift = (float)Math.Pow(2, Math.Ceiling(-Math.Log2(1 - options.Beta2) / 2));
        _addFirst = TLanes.Broadcast((float)(1 - options.Beta1) * _shift);
        _keepSecond = TLanes.Broadcast((float)options.Beta2);
        _addSecond = TLanes.Broadcast((float)(1 - options.Beta2) * _shift * _shift);
        _stepSize = TLanes.Broadcast((float)(-options.LearningRate * pace / (1 - Math.Pow(options.Beta1, update))));
        _secondScale = TLanes.Broadcast((float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, update))));
        _epsilon = TLanes.Broadcast((float)options.Epsilon);
    }

    /// <summary>Updates a row of any length.</summary>
    /// <param name="row">The parameters and their moments.</param>
    /// <param name="gradient">Of the loss, divided by <paramref name="scale"/>; readable up to whole vectors.</param>
    /// <param name="scale">What the gradient is to be multiplied by.</param>
    /// <param name="length">Parameters.</param>
    /// <returns>The sum of the squares of the new parameters.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Update(Moments row, float* gradient, float scale, nint length)
    {
        // Locals stay in registers; fields would be read again after every store.
        var (keepFirst, addFirst, keepSecond, addSecond) = (_keepFirst, _addFirst, _keepSecond, _addSecond);
        var (stepSize, secondScale, epsilon, factor) = (_stepSize, _secondScale, _epsilon, TLanes.Broadcast(scale / _shift));
        float* values = row.Value,
            firsts = row.First,
            seconds = row.Second;
        var squares = TLanes.Broadcast(0);
        var whole = length - length % TLanes.Count;
        for (nint j = 0; j < whole; j += TLanes.Count)
        {
            var slope = TLanes.Multiply(TLanes.Load(gradient + j), factor);
            var first = TLanes.MultiplyAdd(addFirst, slope, TLanes.Multiply(keepFirst, TLanes.Load(firsts + j)));
            var second = TLanes.MultiplyAdd(
                addSecond,
                TLanes.Multiply(slope, slope),
                TLanes.Multiply(keepSecond, TLanes.Load(seconds + j))
            );
            var value = TLanes.MultiplyAdd(stepSize, TLanes.AdamRatio(first, second, secondScale, epsilon), TLanes.Load(values + j));
            TLanes.Store(firsts + j, first);
            TLanes.Store(seconds + j, second);
            TLanes.Store(values + j, value);
            squares = TLanes.MultiplyAdd(value, value, squares);
        }

        var sum = Fours.Sum(TLanes.Fold(squares));
        return whole == length ? sum : sum + UpdateRest(row.At(whole), gradient + whole, scale, (int)(length - whole));
    }

    /// <summary>The last, incomplete vector of a row: in a copy, for the next row begins right behind it.</summary>
    private float UpdateRest(Moments at, float* gradient, float scale, int length)
    {
        var copy = stackalloc float[3 * MostLanes];
        var inside = new Moments(copy, copy + MostLanes, copy + 2 * MostLanes);
        Moments.Copy(at, inside, length);
        Update(inside, gradient, scale, TLanes.Count);
        Moments.Copy(inside, at, length);

        var squares = 0f;
        for (var j = 0; j < length; j++)
        {
            squares += copy[j] * copy[j];
        }

        return squares;
    }
}
