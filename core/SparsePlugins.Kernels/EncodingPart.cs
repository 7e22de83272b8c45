using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Encodes the panels of a batch, or a part of them, on one thread.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class EncodingPart<TLanes, TVector> : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private static readonly int _panelRows = 2 * TLanes.Count;

    private readonly bool _hasDecoderBias;
    private readonly int _width;
    private readonly NativeBuffer<float> _bias;
    private readonly NativeBuffer<float> _tile = new(TLanes.TileFeatures * _panelRows);

    /// <summary>With a collector, which it disposes.</summary>
    public EncodingPart(bool hasDecoderBias, int width, int mostFeatures, CodeCollector collector)
    {
        (_hasDecoderBias, _width, Collector) = (hasDecoderBias, width, collector);
        _bias = new NativeBuffer<float>(Sizes.RoundUp(mostFeatures, TLanes.TileFeatures));
    }

    /// <summary>Where the codes go.</summary>
    public CodeCollector Collector { get; }

    /// <inheritdoc/>
    public bool IsIntact => Collector.IsIntact && _bias.IsIntact && _tile.IsIntact;

    /// <summary>Encodes some panels of a batch once.</summary>
    /// <param name="parameters">Of at least so many features.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="features">How many.</param>
    /// <param name="firstPanel">The first; codes number their samples from it.</param>
    /// <param name="endPanel">Behind the last.</param>
    public void Run(Parameters parameters, PackedBatch batch, int features, int firstPanel, int endPanel)
    {
        var (firstRow, panels) = (firstPanel * _panelRows, endPanel - firstPanel);
        var rows = Math.Min(endPanel * _panelRows, batch.RowCount) - firstRow;
        Collector.Begin(rows, panels, parameters.Threshold.Value, batch.RowCount);
        var samples = batch.Panels + (long)firstRow * _width;
        for (var first = 0; first < features; first += Collector.FeaturesPerBlock)
        {
            var end = Math.Min(features, first + Collector.FeaturesPerBlock);
            for (var panel = 0; panel < panels; panel++)
            {
                EncodePanel(parameters, samples, rows, panel, first, end, features - 1);
            }
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Collector.Dispose();
        _bias.Dispose();
        _tile.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodePanel(Parameters parameters, float* panels, int rows, int panel, int first, int end, int last)
    {
        var samples = panels + (long)panel * _panelRows * _width;
        var used = Math.Min(_panelRows, rows - panel * _panelRows);
        for (var feature = first; feature < end; feature += TLanes.TileFeatures)
        {
            var count = Math.Min(TLanes.TileFeatures, end - feature);
            if (panel == 0)
            {
                SetBias(parameters, feature, feature + count);
            }

            Tiles<TLanes, TVector>.Compute(
                samples,
                parameters.EncoderWeight.Value + (long)feature * _width,
                _width,
                last - feature,
                _bias.Pointer + feature,
                _tile.Pointer
            );
            if (used < _panelRows)
            {
                Silence(used);
            }

            Collector.Take(_tile.Pointer, feature, count, panel);
        }
    }

    /// <summary>The last panel may have samples beyond the batch; a bias alone must not give them codes.</summary>
    private void Silence(int used)
    {
        for (var row = 0; row < TLanes.TileFeatures; row++)
        {
            new Span<float>(_tile.Pointer + row * _panelRows + used, _panelRows - used).Fill(float.NegativeInfinity);
        }
    }

    /// <summary>
    /// The panels hold x, shared by autoencoders with other decoder biases: W (x - b_dec) + b = W x + (b - W b_dec). Done just before the rows of W are needed.
    /// </summary>
    private void SetBias(Parameters parameters, int first, int end)
    {
        for (var feature = first; feature < end; feature++)
        {
            var row = parameters.EncoderWeight.Value + (long)feature * _width;
            var shift = _hasDecoderBias ? Rows<TLanes, TVector>.Dot(row, parameters.DecoderBias.Value, _width) : 0;
            _bias.Pointer[feature] = parameters.EncoderBias.Value[feature] - shift;
        }
    }
}
