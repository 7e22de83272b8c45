namespace SparsePlugins.Kernels;

/// <summary>Keeps what is above 0.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class ReluCollector<TLanes, TVector>(int features) : CodeCollector
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly NativeBuffer<float> _bounds = new(TLanes.TileFeatures); // All 0.

    /// <inheritdoc/>
    public override CodeList Codes { get; } = new(isSampleMajor: false);

    /// <inheritdoc/>
    public override int FeaturesPerBlock => Sizes.RoundUp(features, TLanes.TileFeatures);

    /// <inheritdoc/>
    public override bool IsIntact => Codes.IsIntact && _bounds.IsIntact;

    /// <inheritdoc/>
    public override void Begin(int rows, int panels, float* thresholds, int batchRows) => Codes.Clear(panels);

    /// <inheritdoc/>
    public override void Take(float* tile, int feature, int count, int panel) =>
        TilePacking<TLanes, TVector>.AddAbove(Codes, tile, feature, count, panel, _bounds.Pointer);

    /// <inheritdoc/>
    public override bool End() => true;

    /// <inheritdoc/>
    public override void Dispose()
    {
        Codes.Dispose();
        _bounds.Dispose();
    }
}
