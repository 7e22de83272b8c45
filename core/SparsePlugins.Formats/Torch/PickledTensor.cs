namespace SparsePlugins.Formats;

/// <summary>A tensor as the pickle of a PyTorch file describes it: a view of a storage, which is a record of its own.</summary>
/// <param name="Storage">Where its numbers are.</param>
/// <param name="Offset">Of its first number, in numbers.</param>
/// <param name="Shape">Sizes, not negative.</param>
/// <param name="Strides">Numbers from one element to the next along each dimension, not negative.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides)
{
    private const int MostDimensions = 8;

    /// <summary>What <c>torch._utils._rebuild_tensor_v2</c> would make of its arguments.</summary>
    /// <exception cref="InvalidDataException">They aren't those of a tensor.</exception>
    public static PickledTensor Create(object?[] arguments)
    {
        if (
            arguments is [PickledStorage storage, long offset and >= 0, object?[] shape, object?[] strides, ..]
            && shape.Length <= MostDimensions
            && shape.Length == strides.Length
            && shape.Concat(strides).All(one => one is long and >= 0 and <= int.MaxValue)
        )
        {
            return new PickledTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
        }

        throw new InvalidDataException(
            $"describes a tensor with other arguments than storage, offset, sizes and strides (at most {MostDimensions} of each); save its state_dict() again"
        );
    }

    /// <summary>Whether elements follow each other row by row from the storage's first number on.</summary>
    public bool IsRowMajor
    {
        get
        {
            var next = 1L;
            for (var i = Shape.Count - 1; i >= 0; next *= Shape[i--])
            {
                if (Shape[i] > 1 && Strides[i] != next)
                {
                    return false;
                }
            }

            return Offset == 0;
        }
    }

    /// <summary>The place after the last number that it reads of its storage.</summary>
    public Int128 End =>
        Shape.Contains(0)
            ? 0
            : Offset + 1 + Shape.Zip(Strides, (size, stride) => (Int128)(size - 1) * stride).Aggregate((Int128)0, (sum, one) => sum + one);
}

/// <summary>A storage: a record of the archive.</summary>
/// <param name="Type">The class that stores it, for instance <c>FloatStorage</c>.</param>
/// <param name="Key">The record's name in the folder <c>data</c>.</param>
internal sealed record PickledStorage(string Type, string Key)
{
    /// <summary>What a persistent id stands for.</summary>
    /// <exception cref="InvalidDataException">It is no storage.</exception>
    public static PickledStorage Create(object? id) =>
        id is object?[] and ["storage", PickledGlobal { Module: "torch" } type, string key, string, long]
            ? new PickledStorage(type.Name, key)
            : throw new InvalidDataException("has a tensor without a storage of numbers; save its state_dict() again");
}

/// <summary>A class or function that a pickle names; only a few names get this far, and none is ever called.</summary>
/// <param name="Module">For instance <c>torch</c>.</param>
/// <param name="Name">For instance <c>FloatStorage</c>.</param>
internal sealed record PickledGlobal(string Module, string Name);
