using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Reading;

/// <summary>Reads folders of dictionary_learning.</summary>
/// <remarks>Source: saprmarks/dictionary_learning 0.1, as its files show it.</remarks>
internal sealed class DictionaryLearningReader
{
    /// <summary>The settings.</summary>
    public const string SettingsFile = "config.json";

    /// <summary>The weights: a pickle, of which nothing is executed.</summary>
    public const string WeightsFile = "ae.pt";

    private readonly Settings _trainer;
    private readonly StoredTensors _tensors;
    private readonly string _class;
    private readonly int _features;
    private readonly int _width;
    private readonly List<string> _notes = [];

    private DictionaryLearningReader(Settings trainer, StoredTensors tensors)
    {
        (_trainer, _tensors) = (trainer, tensors);
        _class = trainer.Text("dict_class");
        (_features, _width) = (trainer.Size("dict_size"), trainer.Size("activation_dim"));
    }

    /// <summary>The dictionary of a folder.</summary>
    /// <exception cref="InterchangeException">It is damaged, or does something that no architecture of ours does.</exception>
    public static PortableDictionary Read(string folder)
    {
        var settings = Settings.Read(Path.Combine(folder, SettingsFile));
        using var tensors = StoredTensors.OpenTorch(Path.Combine(folder, WeightsFile));
        return new DictionaryLearningReader(settings.In("trainer"), tensors).Read();
    }

    private PortableDictionary Read()
    {
        var (architecture, bias, isSubtracted) = Architecture();
        var options = new JsonObject { ["decoder_bias"] = true };
        var parameters = Parameters(bias);
        AddOwn(architecture, parameters, options);
        _tensors.RequireNoMore();
        if (!isSubtracted)
        {
            _notes.Add("the decoder bias isn't subtracted from the input: the encoder bias makes up for it");
            parameters = parameters.WithInputBias(parameters[ParameterShape.DecoderBias], sign: 1);
        }

        if (_class == "AutoEncoder" && !parameters.HasUnitRows())
        {
            _notes.Add("lengths of decoder rows were multiplied into the encoder, as the tool does when it loads them");
            parameters = parameters.WithUnitRows();
        }

        return new PortableDictionary(architecture, options, parameters, Origin());
    }

    private (string Name, string Bias, bool IsSubtracted) Architecture() =>
        _class switch
        {
            "AutoEncoder" => ("relu", "bias", true),
            "AutoEncoderNew" => ("relu", "decoder.bias", false),
            "AutoEncoderTopK" => ("top-k", "b_dec", true),
            "BatchTopKSAE" => ("batch-top-k", "b_dec", true),
            "MatryoshkaBatchTopKSAE" => ("matryoshka", "b_dec", true),
            "JumpReluAutoEncoder" => ("jump-relu", "b_dec", false),
            "GatedAutoEncoder" => ("gated", "decoder_bias", true),
            _ => throw _trainer.Refuse(
                "dict_class",
                "must be AutoEncoder, AutoEncoderNew, AutoEncoderTopK, BatchTopKSAE, MatryoshkaBatchTopKSAE, JumpReluAutoEncoder or GatedAutoEncoder"
            ),
        };

    private Dictionary<string, NumberArray> Parameters(string bias)
    {
        var isPlain = _class is "JumpReluAutoEncoder" or "MatryoshkaBatchTopKSAE"; // Parameters of the class itself, not of linear layers.
        return new()
        {
            [ParameterShape.EncoderWeight] = isPlain
                ? _tensors.Take("W_enc", _width, _features).Transposed()
                : _tensors.Take("encoder.weight", _features, _width),
            [ParameterShape.EncoderBias] = _tensors.Take(
                isPlain ? "b_enc"
                    : _class == "GatedAutoEncoder" ? "gate_bias"
                    : "encoder.bias",
                _features
            ),
            [ParameterShape.DecoderWeight] = isPlain
                ? _tensors.Take("W_dec", _features, _width)
                : _tensors.Take("decoder.weight", _width, _features).Transposed(),
            [ParameterShape.DecoderBias] = _tensors.Take(bias, _width),
        };
    }

    private void AddOwn(string architecture, Dictionary<string, NumberArray> parameters, JsonObject options)
    {
        switch (architecture)
        {
            case "relu":
                options["unit_decoder"] = false;
                break;
            case "jump-relu":
                parameters[Folding.Threshold] = _tensors.Take("threshold", _features).Map((_, value) => Math.Max(value, 0f));
                break;
            case "gated":
                parameters[Folding.MagnitudeScale] = _tensors.Take("r_mag", _features);
                parameters[Folding.MagnitudeBias] = _tensors.Take("mag_bias", _features);
                break;
            default:
                options["k"] = K();
                AddThreshold(architecture, parameters, options);
                break;
        }
    }

    private int K()
    {
        var k = _tensors.Take("k").Values[0];
        return k >= 1 && k <= _features
            ? (int)k
            : throw new InterchangeException($"{_class}: k must be from 1 to the {_features} features, is {k}");
    }

    private void AddThreshold(string architecture, Dictionary<string, NumberArray> parameters, JsonObject options)
    {
        var threshold = _tensors.Take("threshold") with { Shape = [1] };
        if (architecture == "top-k")
        {
            _notes.Add("codes are the k largest of a row; the threshold that the tool learned beside them isn't used");
            return;
        }

        parameters[Folding.Threshold] = threshold;
        if (architecture == "matryoshka")
        {
            options["prefixes"] = Prefixes();
        }
    }

    /// <summary>The tool stores the sizes of groups, one after the other.</summary>
    private JsonArray Prefixes()
    {
        var sizes = _tensors.Take("group_sizes", _tensors.ShapeOf("group_sizes") is [var groups] ? groups : 0).Values;
        if (sizes.Any(size => size < 1) || sizes.Sum(size => (double)size) != _features)
        {
            throw new InterchangeException(
                $"{WeightsFile}: group_sizes must be above 0 and add up to {_features}, the features; they are {string.Join(", ", sizes)}"
            );
        }

        var prefixes = new JsonArray();
        var sum = 0.0;
        foreach (var size in sizes.SkipLast(1))
        {
            sum += size;
            prefixes.Add((JsonNode)(sum / _features));
        }

        return prefixes;
    }

    private DictionaryOrigin Origin() =>
        new(Tool.DictionaryLearning, "", _class, _tensors.DataType)
        {
            Model = _trainer.Text("lm_name"),
            Hook = _trainer.Text("submodule_name"),
            Notes = _notes,
        };
}
