using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>A seed from which named, independent seeds are derived.</summary>
/// <remarks>
/// Every consumer of randomness has its own seed, hash(seed, stream name), so adding a consumer never shifts another.
/// The hash is SHA-256, which gives the same seeds on every machine and in every version of .NET.
/// </remarks>
/// <param name="Value">The seed itself.</param>
public readonly record struct RandomSeed(ulong Value)
{
    /// <summary>The seed of the stream called <paramref name="stream"/>: the first 8 bytes of SHA-256(seed, name).</summary>
    /// <param name="stream">Any text, for instance <c>initialize</c> or <c>batch/17</c>.</param>
    public RandomSeed Derive(string stream)
    {
        var input = new byte[sizeof(ulong) + Encoding.UTF8.GetByteCount(stream)];
        BinaryPrimitives.WriteUInt64LittleEndian(input, Value);
        Encoding.UTF8.GetBytes(stream, input.AsSpan(sizeof(ulong)));
        return new RandomSeed(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(input)));
    }

    /// <summary>A new generator at the start of this seed's stream.</summary>
    /// <remarks>
    /// On a CPU libtorch uses the low 32 bits of the seed alone, so two of about 65,000 derived generators may coincide. Where that many are
    /// needed, one a batch for instance, use a generator with more state.
    /// </remarks>
    /// <param name="device">Where the numbers are drawn. CPU and CUDA give different streams.</param>
    public Generator CreateGenerator(Device device) => new(Value, device);
}
