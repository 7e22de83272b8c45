namespace SparsePlugins.Kernels;

/// <summary>Keeps what is above the threshold of its feature, and apart from it what is within half a bandwidth below.</summary>
/// <remarks>Source of the activation: Rajamanoharan et al., "Jumping Ahead" (arXiv 2407.14435).</remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class JumpReluCollector<TLanes, TVector>(int features, double bandwidth) : CodeCollector
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly NativeBuffer<float> _lows = new(features);
    private readonly NativeBuffer<float> _highs = new(features);

    /// <inheritdoc/>
    public override CodeList Codes { get; } = new(isSampleMajor: false);

    /// <inheritdoc/>
    public override CodeList Near { get; } = new(isSampleMajor: false);

    /// <inheritdoc/>
    public override int FeaturesPerBlock => Sizes.RoundUp(features, TLanes.TileFeatures);

    /// <inheritdoc/>
    public override bool IsIntact => Codes.IsIntact && Near.IsIntact && _lows.IsIntact && _highs.IsIntact;

    /// <inheritdoc/>
    public override void Begin(int rows, int panels, float* thresholds, int batchRows)
    {
        for (var feature = 0; feature < features; feature++)
        {
            // Nothing may be above a threshold that is NaN: samples beyond the batch would be, too.
            var threshold = float.IsNaN(thresholds[feature]) ? float.PositiveInfinity : thresholds[feature];
            _lows.Pointer[feature] = threshold - (float)(bandwidth / 2);
            _highs.Pointer[feature] = threshold;
        }

        Codes.Clear(panels);
        Near.Clear(panels);
    }

    /// <inheritdoc/>
    public override void Take(float* tile, int feature, int count, int panel)
    {
        TilePacking<TLanes, TVector>.AddAbove(Codes, tile, feature, count, panel, _highs.Pointer + feature);
        TilePacking<TLanes, TVector>.AddBetween(Near, tile, feature, count, panel, _lows.Pointer + feature, _highs.Pointer + feature);
    }

    /// <inheritdoc/>
    public override void Append(CodeCollector next, int firstSample)
    {
        base.Append(next, firstSample);
        Near.Append(next.Near!, firstSample);
    }

    /// <inheritdoc/>
    public override bool End() => true;

    /// <inheritdoc/>
    public override void Dispose()
    {
        Codes.Dispose();
        Near.Dispose();
        _lows.Dispose();
        _highs.Dispose();
    }
}
