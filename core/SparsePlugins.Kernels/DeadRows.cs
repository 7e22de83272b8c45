namespace SparsePlugins.Kernels;

/// <summary>The encoder of dead features alone, copied row after row.</summary>
/// <param name="width">D.</param>
/// <param name="features">F.</param>
internal sealed unsafe class DeadRows(int width, int features) : IDisposable, IGuarded
{
    private readonly NativeBuffer<int> _features = new(features);
    private readonly NativeBuffer<float> _weight = new();
    private readonly NativeBuffer<float> _bias = new();
    private Moments _decoderBias;

    /// <summary>Dead features.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public bool IsIntact => _features.IsIntact && _weight.IsIntact && _bias.IsIntact;

    /// <summary>What an encoder of <see cref="Count"/> features reads.</summary>
    public Parameters Encoder =>
        new(new(_weight.Pointer, null, null), new(_bias.Pointer, null, null), default, _decoderBias, default, null);

    /// <summary>Finds the features that have not been active for so many rows, and copies their encoder.</summary>
    public void Gather(Parameters parameters, long deadAfter)
    {
        _decoderBias = parameters.DecoderBias;
        Count = 0;
        for (var feature = 0; feature < features; feature++)
        {
            if (parameters.SinceFired[feature] >= deadAfter)
            {
                _features.Pointer[Count++] = feature;
            }
        }

        _weight.Grow((long)Count * width);
        _bias.Grow(Count);
        for (var index = 0; index < Count; index++)
        {
            var feature = _features.Pointer[index];
            var row = new Span<float>(parameters.EncoderWeight.Value + (nint)feature * width, width);
            row.CopyTo(new Span<float>(_weight.Pointer + (nint)index * width, width));
            _bias.Pointer[index] = parameters.EncoderBias.Value[feature];
        }
    }

    /// <summary>Gives codes of this encoder the features that they are of.</summary>
    public void Name(CodeList codes)
    {
        for (var entry = 0; entry < codes.Count; entry++)
        {
            codes.Features[entry] = _features.Pointer[codes.Features[entry]];
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _features.Dispose();
        _weight.Dispose();
        _bias.Dispose();
    }
}
