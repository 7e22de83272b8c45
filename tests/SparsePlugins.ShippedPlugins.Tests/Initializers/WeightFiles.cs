using System.Globalization;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.ShippedPlugins.Tests.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

/// <summary>Writes weights files into a folder of its own.</summary>
public sealed class WeightFiles : IDisposable
{
    private readonly ActivationFiles _files = new();

    /// <summary>A path in the folder.</summary>
    public string this[string name] => _files[name];

    /// <summary>A file with these tensors.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, params (string Name, Tensor Value)[] tensors)
    {
        var data = new List<byte>();
        var entries = new List<string>();
        foreach (var (tensor, value) in tensors)
        {
            var numbers = ActivationFiles.Encode("F32", TensorAssertions.Numbers(value).Select(number => (float)number));
            var shape = string.Join(',', value.shape);
            entries.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\"{tensor}\":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[{data.Count},{data.Count + numbers.Length}]}}"
                )
            );
            data.AddRange(numbers);
        }

        return _files.Write(name, ActivationFiles.Safetensors($"{{{string.Join(',', entries)}}}", [.. data]));
    }

    /// <summary>A file with a decoder alone.</summary>
    public string Write(string name, Tensor decoder) => Write(name, (ParameterShape.DecoderWeight, decoder));

    /// <summary>A file as a run writes it.</summary>
    public string Write(string name, AutoencoderWeights weights) =>
        Write(
            name,
            (ParameterShape.EncoderWeight, weights.EncoderWeight),
            (ParameterShape.EncoderBias, weights.EncoderBias),
            (ParameterShape.DecoderWeight, weights.DecoderWeight),
            (ParameterShape.DecoderBias, weights.DecoderBias)
        );

    /// <summary>A file with anything in it.</summary>
    public string Write(string name, byte[] bytes) => _files.Write(name, bytes);

    public void Dispose() => _files.Dispose();

    /// <summary>Rows of N(0, 1), others for every seed.</summary>
    public static Tensor Random(ulong seed, params long[] size)
    {
        using var generator = new RandomSeed(seed).CreateGenerator(CPU);
        return randn(size, generator: generator);
    }
}
