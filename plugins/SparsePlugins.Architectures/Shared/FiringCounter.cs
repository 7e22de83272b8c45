using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures.Shared;

/// <summary>Counts the samples since each feature fired, in a buffer that checkpoints hold.</summary>
internal static class FiringCounter
{
    /// <summary>The name of the buffer.</summary>
    public const string SinceFired = "auxiliary_samples_since_fired";

    /// <summary>The buffer, [F] int64.</summary>
    public static ParameterShape Buffer(DictionaryShape shape) =>
        new(SinceFired, ParameterRole.TrainingBuffer, [shape.Features]) { Type = ScalarType.Int64 };

    /// <summary>The features that have not fired for so many samples, [K] int64, before this batch.</summary>
    public static Tensor Dead(ParameterSet parameters, long after) => parameters[SinceFired].ge(after).nonzero().flatten();

    /// <summary>The counts with a batch.</summary>
    /// <param name="parameters">With the counts before it.</param>
    /// <param name="codes">[B, F] of the batch.</param>
    public static BufferUpdate Count(ParameterSet parameters, Tensor codes)
    {
        using var _ = no_grad();
        return new(SinceFired, parameters[SinceFired].add(codes.shape[0]).masked_fill_(codes.any(dim: 0), 0L));
    }
}
