using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using SparsePlugins.Interchange.Reading;

namespace SparsePlugins.Interchange.Writing;

/// <summary>Writes folders that sparsify reads.</summary>
/// <remarks>Source: the settings and tensors that EleutherAI/sparsify 1.3 writes itself.</remarks>
internal static class SparsifyWriter
{
    /// <summary>Settings and tensors.</summary>
    /// <exception cref="InterchangeException">sparsify has no such architecture.</exception>
    public static (JsonObject Settings, IReadOnlyDictionary<string, NumberArray> Tensors) Convert(PortableDictionary dictionary)
    {
        if (dictionary.Architecture is not ("top-k" or "group-max" or "skip-top-k"))
        {
            throw new InterchangeException(
                $"sparsify: sparsify keeps a fixed number of codes of each row, which '{dictionary.Architecture}' doesn't; it has top-k and group-max"
            );
        }

        if (dictionary.Normalization != RowNormalization.None)
        {
            throw new InterchangeException(
                $"sparsify: sparsify has no {dictionary.Normalization.Name()} of inputs; export to saelens, which has"
            );
        }

        var parameters = dictionary.Parameters;
        var hasSkip = parameters.ContainsKey(SparsifyReader.Skip);
        var tensors = new Dictionary<string, NumberArray>
        {
            ["encoder.weight"] = parameters[ParameterShape.EncoderWeight],
            ["encoder.bias"] = parameters[ParameterShape.EncoderBias],
            ["W_dec"] = parameters[ParameterShape.DecoderWeight],
            ["b_dec"] = parameters[ParameterShape.DecoderBias],
        };
        if (hasSkip)
        {
            tensors["W_skip"] = dictionary.Own(SparsifyReader.Skip);
        }

        return (
            new JsonObject
            {
                ["activation"] = dictionary.Architecture == "group-max" ? "groupmax" : "topk",
                ["expansion_factor"] = Math.Max(1, dictionary.Features / dictionary.ActivationDim),
                ["normalize_decoder"] = true,
                ["num_latents"] = dictionary.Features,
                ["k"] = dictionary.K,
                ["multi_topk"] = false,
                ["skip_connection"] = hasSkip,
                ["transcode"] = hasSkip,
                ["d_in"] = dictionary.ActivationDim,
            },
            tensors
        );
    }
}
