using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using SparsePlugins.Interchange;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace SparsePlugins.Execution.Dictionaries;

/// <summary>The arrays of a dictionary from outside as tensors.</summary>
public static class DictionaryTensors
{
    /// <summary>[F, D] the decoder's rows as directions of the source's activations, on the CPU, in the caller's dispose scope.</summary>
    public static Tensor Directions(PortableDictionary dictionary)
    {
        using var scope = NewDisposeScope();
        var rows = Create(dictionary.Parameters[ParameterShape.DecoderWeight], CPU);
        var raw = dictionary.Scale switch
        {
            null => rows,
            { Shape.Count: 2 } => rows.mm(Create(dictionary.ScaleInverse!, CPU)),
            var scale => rows / Create(scale, CPU),
        };
        return raw.MoveToOuterDisposeScope();
    }

    /// <summary>An array on a device.</summary>
    internal static Tensor Create(NumberArray numbers, Device device) => tensor(numbers.Values, device: device).reshape([.. numbers.Shape]);
}
