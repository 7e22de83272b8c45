using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using SparsePlugins.Interchange;
using SparsePlugins.Plugins;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace SparsePlugins.Execution.Dictionaries;

/// <summary>Encodes and decodes activations with a dictionary from outside.</summary>
public sealed class DictionaryRunner : IDisposable
{
    private const double LayerNormEpsilon = 1e-5;

    private readonly PortableDictionary _dictionary;
    private readonly Device _device;
    private readonly IArchitecture _architecture;
    private readonly ParameterSet _parameters;

    /// <summary>Makes the architecture and its tensors.</summary>
    /// <param name="plugins">Where the architecture is.</param>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="device">Where the rows are that it gets; <see langword="null"/> for the CPU.</param>
    /// <exception cref="InterchangeException">The architecture isn't there, or needs something else.</exception>
    public DictionaryRunner(PluginSet plugins, PortableDictionary dictionary, Device? device = null)
    {
        (_dictionary, _device) = (dictionary, device ?? CPU);
        _architecture = DictionaryArchitecture.Create(plugins, dictionary);
        var shapes = _architecture.Parameters(new DictionaryShape(dictionary.ActivationDim, dictionary.Features));
        _parameters = new([.. shapes.Select(shape => new NamedParameter(shape.Name, shape.Role, Value(shape)))]);
    }

    /// <summary>Its parameters, not copied.</summary>
    public ParameterSet Parameters => _parameters;

    /// <summary>How the architecture computes codes and reconstruction.</summary>
    public string Formula => _architecture.Formula;

    /// <summary>The parameters that its architecture asks for.</summary>
    /// <param name="shape">D and F.</param>
    public IReadOnlyList<ParameterShape> ShapesFor(DictionaryShape shape) => _architecture.Parameters(shape);

    /// <summary>[F, D] the decoder's rows as directions of the source's activations, in the caller's dispose scope.</summary>
    public Tensor Directions() => DictionaryTensors.Directions(_dictionary).to(_device);

    /// <summary>Codes [B, F] and reconstruction [B, D] of activations as their source gives them.</summary>
    /// <param name="rows">[B, D] float32.</param>
    /// <param name="mode">Architectures that select codes of a whole batch do so where it is that of training.</param>
    /// <returns>Owned by the caller.</returns>
    public ForwardPass Run(Tensor rows, ForwardMode mode = ForwardMode.Evaluate)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var input = rows;
        var undo = (Func<Tensor, Tensor>)(reconstruction => reconstruction);
        Transform(ref input, ref undo);
        var pass = _architecture.Forward(_parameters, input, mode);
        return new(pass.Codes.MoveToOuterDisposeScope(), undo(pass.Reconstruction).MoveToOuterDisposeScope());
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var entry in _parameters.Entries)
        {
            entry.Value.Dispose();
        }
    }

    private void Transform(ref Tensor input, ref Func<Tensor, Tensor> undo)
    {
        switch (_dictionary.Normalization)
        {
            case RowNormalization.ConstantNorm:
                var factor = Math.Sqrt(_dictionary.ActivationDim) / input.norm(dim: 1, keepdim: true); // [B, 1]
                (input, undo) = (input * factor, reconstruction => reconstruction / factor);
                return;
            case RowNormalization.LayerNorm:
                var (mean, spread) = (input.mean([1L], keepdim: true), input.std([1L], unbiased: true, keepdim: true)); // [B, 1]
                (input, undo) = ((input - mean) / (spread + LayerNormEpsilon), reconstruction => (reconstruction * spread) + mean);
                return;
            default:
                break;
        }

        if (_dictionary.Center is { } center)
        {
            input = input - AsTensor(center);
            undo = reconstruction => reconstruction + AsTensor(center);
        }

        if (_dictionary.Scale is { } scale)
        {
            var (isMatrix, before) = (scale.Shape.Count == 2, undo);
            input = isMatrix ? input.mm(AsTensor(scale)) : input * AsTensor(scale);
            undo = reconstruction =>
                before(isMatrix ? reconstruction.mm(AsTensor(_dictionary.ScaleInverse!)) : reconstruction / AsTensor(scale));
        }
    }

    private Tensor Value(ParameterShape shape) =>
        shape.Role == ParameterRole.TrainingBuffer
            ? full([.. shape.Size], shape.Initial, dtype: shape.Type, device: _device)
            : AsTensor(_dictionary.Parameters[shape.Name]);

    private Tensor AsTensor(NumberArray numbers) => DictionaryTensors.Create(numbers, _device);
}
