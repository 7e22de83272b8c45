using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Reading;

/// <summary>Reads folders of SAELens 5 and 6.</summary>
/// <remarks>Source: what <c>SAE.load_from_disk</c> of decoderesearch/SAELens accepts, as its files show it.</remarks>
internal sealed class SaeLensReader
{
    /// <summary>The settings.</summary>
    public const string SettingsFile = "cfg.json";

    /// <summary>The weights.</summary>
    public const string WeightsFile = "sae_weights.safetensors";

    private readonly Settings _settings;
    private readonly SaeLensVersion _version;
    private readonly int _features;
    private readonly int _width;
    private readonly List<string> _notes = [];

    private SaeLensReader(Settings settings)
    {
        _settings = settings;
        _version = new SaeLensVersion(settings);
        (_features, _width) = (settings.Size("d_sae"), settings.Size("d_in"));
    }

    /// <summary>The dictionary of a folder.</summary>
    /// <exception cref="InterchangeException">It is damaged, or does something that no architecture of ours does.</exception>
    public static PortableDictionary Read(string folder)
    {
        var reader = new SaeLensReader(Settings.Read(Path.Combine(folder, SettingsFile)));
        using var tensors = StoredTensors.OpenSafetensors(Path.Combine(folder, WeightsFile));
        return reader.Read(tensors);
    }

    private PortableDictionary Read(StoredTensors tensors)
    {
        var (architecture, options) = SaeLensArchitectures.Find(_settings, _version, _features);
        var parameters = Converted(architecture, Standard(tensors, architecture), tensors);
        tensors.RequireNoMore();
        return new PortableDictionary(architecture, options, parameters, Origin(tensors.DataType)) { Normalization = Normalization() };
    }

    private Dictionary<string, NumberArray> Standard(StoredTensors tensors, string architecture) =>
        new()
        {
            [ParameterShape.EncoderWeight] = tensors.Take("W_enc", _width, _features).Transposed(),
            [ParameterShape.EncoderBias] = tensors.Take(architecture == "gated" ? "b_gate" : "b_enc", _features),
            [ParameterShape.DecoderWeight] = tensors.Take("W_dec", _features, _width),
            [ParameterShape.DecoderBias] = tensors.Take("b_dec", _width),
        };

    private Dictionary<string, NumberArray> Converted(
        string architecture,
        Dictionary<string, NumberArray> parameters,
        StoredTensors tensors
    )
    {
        AddOwn(architecture, parameters, tensors);
        if (_settings.Flag("rescale_acts_by_decoder_norm", otherwise: false) && !parameters.HasUnitRows())
        {
            _notes.Add(
                "codes are selected by what they add to the reconstruction: lengths of decoder rows were multiplied into the encoder"
            );
            var threshold = parameters.GetValueOrDefault(Folding.Threshold);
            parameters = parameters.WithUnitRows();
            parameters = threshold is null ? parameters : new(parameters) { [Folding.Threshold] = threshold }; // It is compared with what was multiplied.
        }

        if (!_settings.Flag("apply_b_dec_to_input", otherwise: true))
        {
            _notes.Add("the decoder bias isn't subtracted from the input: the encoder bias makes up for it");
            parameters = parameters.WithInputBias(parameters[ParameterShape.DecoderBias], sign: 1);
        }

        return parameters;
    }

    private void AddOwn(string architecture, Dictionary<string, NumberArray> parameters, StoredTensors tensors)
    {
        switch (architecture)
        {
            case "jump-relu":
                parameters[Folding.Threshold] = tensors.Take("threshold", _features).Map((_, value) => Math.Max(value, 0f)); // Codes are never negative.
                break;
            case "gated":
                parameters[Folding.MagnitudeScale] = tensors.Take("r_mag", _features);
                parameters[Folding.MagnitudeBias] = tensors.Take("b_mag", _features);
                break;
            case "batch-top-k" or "matryoshka":
                _notes.Add(
                    "a checkpoint of training: its codes depend on their batch there, and are those above the learned threshold here"
                );
                parameters[Folding.Threshold] = tensors.Take("topk_threshold") with { Shape = [1] };
                break;
            default:
                break;
        }
    }

    private RowNormalization Normalization()
    {
        switch (_settings.Text("normalize_activations", "none"))
        {
            case "none":
                return RowNormalization.None;
            case "expected_average_only_in":
                _notes.Add(
                    "normalize_activations: expected_average_only_in does nothing after training: inputs must be scaled already, or the scale is in the weights"
                );
                return RowNormalization.None;
            case "constant_norm_rescale":
                return RowNormalization.ConstantNorm;
            case "layer_norm":
                return RowNormalization.LayerNorm;
            default:
                throw _settings.Refuse(
                    "normalize_activations",
                    "must be none, expected_average_only_in, constant_norm_rescale or layer_norm"
                );
        }
    }

    private DictionaryOrigin Origin(string dataType)
    {
        if (_settings.Text("reshape_activations", "none") is "hook_z")
        {
            _notes.Add("inputs are the outputs of attention heads, one after the other: [heads, width of a head] as one row");
        }

        return new DictionaryOrigin(Tool.SaeLens, _version.Text, _settings.Text("architecture"), dataType)
        {
            Model = _version.Metadata.Text("model_name"),
            Hook = _version.Metadata.Text("hook_name"),
            Notes = _notes,
        };
    }
}
