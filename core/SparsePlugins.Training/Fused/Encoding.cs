using System.Runtime.CompilerServices;
using SparsePlugins.Contracts;

namespace SparsePlugins.Training.Fused;

/// <summary>The second verb: from the panels of a batch to the list of its codes. Pre-activations exist a tile at a time.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class Encoding<TLanes, TVector> : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private static readonly int _panelRows = 2 * TLanes.Count;

    private readonly FusedOptions _options;
    private readonly int _width;
    private readonly CodeCollector _collector;
    private readonly NativeBuffer<float> _bias;
    private readonly NativeBuffer<float> _tile = new(TLanes.TileFeatures * _panelRows);

    /// <summary>For one architecture.</summary>
    public Encoding(FusedOptions options, int width, int features)
        : this(
            options,
            width,
            features,
            options.Codes switch
            {
                TopKCodes top => new TopKCollector<TLanes, TVector>(features, width, top.K),
                BatchTopKCodes batch => new BatchTopKCollector<TLanes, TVector>(features, width, batch.K),
                JumpReluCodes jump => new JumpReluCollector<TLanes, TVector>(features, jump.Bandwidth),
                _ => new ReluCollector<TLanes, TVector>(features),
            }
        ) { }

    /// <summary>With a collector, which it disposes.</summary>
    public Encoding(FusedOptions options, int width, int mostFeatures, CodeCollector collector)
    {
        (_options, _width, _collector) = (options, width, collector);
        _bias = new NativeBuffer<float>(Sizes.RoundUp(mostFeatures, TLanes.TileFeatures));
    }

    /// <summary>The codes of the last batch.</summary>
    public CodeList Codes => _collector.Codes;

    /// <summary>What isn't a code, but close to it; see <see cref="CodeCollector.Near"/>.</summary>
    public CodeList? Near => _collector.Near;

    /// <inheritdoc/>
    public bool IsIntact => _collector.IsIntact && _bias.IsIntact && _tile.IsIntact;

    /// <summary>How many codes of a row are kept; <see langword="null"/> for as many as the form says.</summary>
    public void Keep(int? k) => _collector.Keep(k);

    /// <summary>Encodes a batch.</summary>
    /// <param name="parameters">Of at least so many features.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="features">How many.</param>
    public void Run(Parameters parameters, PackedBatch batch, int features)
    {
        var panels = Sizes.RoundUp(batch.RowCount, _panelRows) / _panelRows;
        do
        {
            _collector.Begin(batch.RowCount, panels, parameters.Threshold.Value);
            EncodePanels(parameters, batch, panels, features);
        } while (!_collector.End());
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _collector.Dispose();
        _bias.Dispose();
        _tile.Dispose();
    }

    private void EncodePanels(Parameters parameters, PackedBatch batch, int panels, int features)
    {
        for (var first = 0; first < features; first += _collector.FeaturesPerBlock)
        {
            var end = Math.Min(features, first + _collector.FeaturesPerBlock);
            for (var panel = 0; panel < panels; panel++)
            {
                EncodePanel(parameters, batch, panel, first, end, features - 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodePanel(Parameters parameters, PackedBatch batch, int panel, int first, int end, int last)
    {
        var samples = batch.Panels + (long)panel * _panelRows * _width;
        var used = Math.Min(_panelRows, batch.RowCount - panel * _panelRows);
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

            _collector.Take(_tile.Pointer, feature, count, panel);
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
            var shift = _options.DecoderBias ? Rows<TLanes, TVector>.Dot(row, parameters.DecoderBias.Value, _width) : 0;
            _bias.Pointer[feature] = parameters.EncoderBias.Value[feature] - shift;
        }
    }
}
