using System.Runtime.Intrinsics;

namespace SparsePlugins.Kernels;

/// <summary>What the kernels ask of a vector of floats, so that they are written once for every width.</summary>
/// <typeparam name="TVector">The machine's vector.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Features that a tile of pre-activations holds: 8 where there are registers for 16 accumulators, else 4.</summary>
    static abstract int TileFeatures { get; }

    /// <summary>Reads <see cref="Count"/> floats at any address.</summary>
    static abstract TVector Load(float* from);

    /// <summary>Writes <see cref="Count"/> floats at any address.</summary>
    static abstract void Store(float* to, TVector vector);

    /// <summary>Writes <see cref="Count"/> equal integers at any address.</summary>
    static abstract void Fill(int* to, int value);

    /// <summary>The same number in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>Lane by lane.</summary>
    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>Lane by lane.</summary>
    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left * right + added, in one rounding where the machine has it.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector added);

    /// <summary>first / (sqrt(second) * scale + epsilon), within a few units in the last place.</summary>
    static abstract TVector AdamRatio(TVector first, TVector second, TVector scale, TVector epsilon);

    /// <summary>A bit for every lane whose number exceeds the bound; NaN exceeds every bound, so that it is not lost.</summary>
    static abstract uint Above(TVector vector, TVector bound);

    /// <summary>Packs the lanes above the bound, as <see cref="Above"/> has it. Writes up to <see cref="Count"/> numbers of each, useful or not.</summary>
    /// <param name="values">Where their numbers go.</param>
    /// <param name="samples">Where <paramref name="first"/> + their lane goes.</param>
    /// <param name="vector">The lanes.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="first">The sample of lane 0.</param>
    /// <returns>How many.</returns>
    static abstract int PackAbove(float* values, int* samples, TVector vector, TVector bound, int first);

    /// <summary>As <see cref="PackAbove"/>, but those above <paramref name="low"/> and not above <paramref name="high"/>.</summary>
    static abstract int PackBetween(float* values, int* samples, TVector vector, TVector low, TVector high, int first);

    /// <summary>Four partial sums of the lanes.</summary>
    static abstract Vector128<float> Fold(TVector vector);
}
