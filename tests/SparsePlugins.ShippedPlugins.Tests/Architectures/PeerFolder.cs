using System.Runtime.InteropServices;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <summary>An autoencoder that another tool wrote, and what that tool computes with it: a folder of <c>peers</c>, see its README.</summary>
/// <param name="name">Of the folder.</param>
internal sealed class PeerFolder(string name)
{
    /// <summary>The tools' names of our parameters; those with a star are stored transposed.</summary>
    private static readonly Dictionary<string, string[]> Names = new()
    {
        [ParameterShape.EncoderWeight] = ["encoder.weight", "*W_enc"],
        [ParameterShape.EncoderBias] = ["encoder.bias", "b_enc", "b_gate", "gate_bias"],
        [ParameterShape.DecoderWeight] = ["*decoder.weight", "W_dec"],
        [ParameterShape.DecoderBias] = ["b_dec", "bias", "decoder.bias", "decoder_bias"],
        ["threshold"] = ["threshold"],
        ["magnitude_scale"] = ["r_mag"],
        ["magnitude_bias"] = ["b_mag", "mag_bias"],
    };

    private static readonly string Peers = Path.Combine(
        Repository.Root,
        "tests",
        "SparsePlugins.ShippedPlugins.Tests",
        "Architectures",
        "peers"
    );

    /// <summary>What the tool computes: input [7, 12], codes [7, 20] and reconstruction [7, 12], and others that the README states.</summary>
    public IReadOnlyDictionary<string, Tensor> Expected { get; } = Read(Path.Combine(Peers, name, "expected.safetensors"));

    /// <summary>The folder's weights as the parameters of an architecture.</summary>
    /// <param name="architecture">That of the folder.</param>
    /// <param name="isSubtracted">Whether the tool subtracts the decoder's bias from the input, as we do; where it doesn't, the encoder's bias makes up for it.</param>
    public ParameterSet Parameters(IArchitecture architecture, bool isSubtracted)
    {
        var weights = Read(Directory.GetFiles(Path.Combine(Peers, name), "*ae*.safetensors").Single());
        var values = architecture
            .Parameters(new(ActivationDim: 12, Features: 20))
            .ToDictionary(shape => shape.Name, shape => Find(weights, shape));
        if (!isSubtracted)
        {
            var made = values[ParameterShape.EncoderWeight].mv(values[ParameterShape.DecoderBias]);
            values[ParameterShape.EncoderBias] = values[ParameterShape.EncoderBias] + made;
        }

        return new([
            .. architecture
                .Parameters(new(ActivationDim: 12, Features: 20))
                .Select(shape => new NamedParameter(shape.Name, shape.Role, values[shape.Name])),
        ]);
    }

    /// <summary>One threshold for all features may be stored once for each.</summary>
    private static Tensor Find(Dictionary<string, Tensor> weights, ParameterShape shape)
    {
        var stored = Names[shape.Name].Single(theirs => weights.ContainsKey(theirs.TrimStart('*')));
        var value = weights[stored.TrimStart('*')];
        if (shape is { Name: "threshold", Size: [1] })
        {
            return value.unique().output.reshape(1);
        }

        return (stored.StartsWith('*') ? value.t() : value).contiguous().reshape([.. shape.Size]);
    }

    private static Dictionary<string, Tensor> Read(string path)
    {
        using var stream = File.OpenRead(path);
        var header = SafetensorsHeader.Read(stream);
        var bytes = new byte[stream.Length - header.DataOffset];
        stream.ReadExactly(bytes);
        return header.Entries.ToDictionary(
            entry => entry.Name,
            entry =>
                tensor(MemoryMarshal.Cast<byte, float>(bytes.AsSpan((int)entry.Begin..(int)entry.End)).ToArray()).reshape([.. entry.Shape])
        );
    }
}
