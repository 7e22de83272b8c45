namespace SparsePlugins.Kernels;

/// <summary>Where parameters and what Adam knows of them lie.</summary>
/// <param name="value">The parameters.</param>
/// <param name="first">Their first moments.</param>
/// <param name="second">Their second moments.</param>
internal readonly unsafe struct Moments(float* value, float* first, float* second)
{
    /// <summary>The parameters.</summary>
    public float* Value { get; } = value;

    /// <summary>Running means of their gradients.</summary>
    public float* First { get; } = first;

    /// <summary>Running means of the squares.</summary>
    public float* Second { get; } = second;

    /// <summary>The same, <paramref name="offset"/> floats further.</summary>
    public Moments At(nint offset) => new(Value + offset, First + offset, Second + offset);

    /// <summary>Copies some of each.</summary>
    public static void Copy(Moments from, Moments to, int count)
    {
        new Span<float>(from.Value, count).CopyTo(new Span<float>(to.Value, count));
        new Span<float>(from.First, count).CopyTo(new Span<float>(to.First, count));
        new Span<float>(from.Second, count).CopyTo(new Span<float>(to.Second, count));
    }
}
