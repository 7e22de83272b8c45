using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Writing;

/// <summary>Writes folders that dictionary_learning reads.</summary>
/// <remarks>Source: the settings and tensors that saprmarks/dictionary_learning 0.1 writes itself.</remarks>
internal sealed class DictionaryLearningWriter
{
    private readonly PortableDictionary _dictionary;
    private readonly string _class;

    /// <summary>Chooses the class.</summary>
    /// <exception cref="InterchangeException">There is none that computes the same.</exception>
    public DictionaryLearningWriter(PortableDictionary dictionary)
    {
        _class = ClassOf(dictionary);
        _dictionary = _class == "JumpReluAutoEncoder" ? NotSubtracted(dictionary) : dictionary;
    }

    /// <summary>The settings.</summary>
    /// <param name="provenance">Kept beside them.</param>
    public JsonObject Settings(JsonObject provenance)
    {
        var trainer = new JsonObject
        {
            ["dict_class"] = _class,
            ["trainer_class"] = "SparsePlugins",
            ["activation_dim"] = _dictionary.ActivationDim,
            ["dict_size"] = _dictionary.Features,
            ["lm_name"] = _dictionary.Origin.Model,
            ["submodule_name"] = _dictionary.Origin.Hook,
            ["device"] = "cpu",
        };
        if (_dictionary.Options["k"] is { } k)
        {
            trainer["k"] = k.DeepClone();
        }

        return new JsonObject
        {
            ["trainer"] = trainer,
            ["buffer"] = new JsonObject
            {
                ["d_submodule"] = _dictionary.ActivationDim,
                ["io"] = "out",
                ["ctx_len"] = 128,
            },
            ["sparseplugins"] = provenance.DeepClone(),
        };
    }

    /// <summary>Writes the state dict.</summary>
    /// <param name="stream">At its beginning; seekable.</param>
    public void Write(Stream stream) => StateDictWriter.Write(stream, Tensors(), Integers());

    private static string ClassOf(PortableDictionary dictionary)
    {
        if (dictionary.Normalization != RowNormalization.None)
        {
            throw new InterchangeException(
                $"dictionary-learning: it has no {dictionary.Normalization.Name()} of inputs; export to saelens, which has"
            );
        }

        return dictionary.Architecture switch
        {
            "relu" or "group-bias-adaptation" => "AutoEncoder",
            "top-k" => "AutoEncoderTopK",
            "batch-top-k" => "BatchTopKSAE",
            "matryoshka" => "MatryoshkaBatchTopKSAE",
            "jump-relu" => "JumpReluAutoEncoder",
            "gated" => "GatedAutoEncoder",
            var other => throw new InterchangeException(
                $"dictionary-learning: it has no class that computes what '{other}' does; it has relu, top-k, batch-top-k, matryoshka, jump-relu and gated"
            ),
        };
    }

    /// <summary>The class doesn't subtract the decoder bias from the input, so the encoder bias makes up for it.</summary>
    private static PortableDictionary NotSubtracted(PortableDictionary dictionary) =>
        dictionary with
        {
            Parameters = dictionary.Parameters.WithInputBias(dictionary.Parameters[ParameterShape.DecoderBias], sign: -1),
        };

    private Dictionary<string, NumberArray> Tensors()
    {
        var from = _dictionary.Parameters;
        var isPlain = _class is "JumpReluAutoEncoder" or "MatryoshkaBatchTopKSAE";
        var tensors = new Dictionary<string, NumberArray>
        {
            [isPlain ? "W_enc" : "encoder.weight"] = isPlain
                ? from[ParameterShape.EncoderWeight].Transposed()
                : from[ParameterShape.EncoderWeight],
            [
                isPlain ? "b_enc"
                : _class == "GatedAutoEncoder" ? "gate_bias"
                : "encoder.bias"
            ] = from[ParameterShape.EncoderBias],
            [isPlain ? "W_dec" : "decoder.weight"] = isPlain
                ? from[ParameterShape.DecoderWeight]
                : from[ParameterShape.DecoderWeight].Transposed(),
            [
                _class switch
                {
                    "AutoEncoder" => "bias",
                    "GatedAutoEncoder" => "decoder_bias",
                    _ => "b_dec",
                }
            ] = from[ParameterShape.DecoderBias],
        };
        switch (_class)
        {
            case "GatedAutoEncoder":
                (tensors["r_mag"], tensors["mag_bias"]) = (_dictionary.Own(Folding.MagnitudeScale), _dictionary.Own(Folding.MagnitudeBias));
                break;
            case "JumpReluAutoEncoder":
                tensors["threshold"] = _dictionary.Own(Folding.Threshold);
                break;
            case "AutoEncoderTopK":
                tensors["threshold"] = new([], [-1]); // Not learned.
                break;
            case "BatchTopKSAE" or "MatryoshkaBatchTopKSAE":
                tensors["threshold"] = _dictionary.Own(Folding.Threshold) with { Shape = [] };
                break;
            default:
                break;
        }

        return tensors;
    }

    private Dictionary<string, (IReadOnlyList<long> Shape, long[] Values)> Integers()
    {
        var integers = new Dictionary<string, (IReadOnlyList<long> Shape, long[] Values)>();
        if (_class is "AutoEncoderTopK" or "BatchTopKSAE" or "MatryoshkaBatchTopKSAE")
        {
            integers["k"] = ([], [_dictionary.K]);
        }

        if (_class == "MatryoshkaBatchTopKSAE")
        {
            var groups = GroupSizes();
            integers["group_sizes"] = ([groups.Length], groups);
        }

        return integers;
    }

    /// <summary>The sizes of groups, one after the other; prefixes are parts of all features.</summary>
    private long[] GroupSizes()
    {
        var parts = (_dictionary.Options["prefixes"] as JsonArray ?? []).Select(part => part!.GetValue<double>());
        int[] ends = [0, .. FusedForm.PrefixSizes(parts, _dictionary.Features), _dictionary.Features];
        return [.. ends.Zip(ends.Skip(1), (first, next) => (long)(next - first))];
    }
}
