using System.Runtime.CompilerServices;

namespace SparsePlugins.Training.Fused;

/// <summary>Keeps what is above 0.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class ReluCollector<TLanes, TVector>(int features) : CodeCollector
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private static readonly int _panelRows = 2 * TLanes.Count;

    /// <inheritdoc/>
    public override CodeList Codes { get; } = new(isSampleMajor: false);

    /// <inheritdoc/>
    public override int FeaturesPerBlock => Sizes.RoundUp(features, TLanes.TileFeatures);

    /// <inheritdoc/>
    public override bool IsIntact => Codes.IsIntact;

    /// <inheritdoc/>
    public override void Begin(int rows, int panels) => Codes.Clear(panels);

    /// <inheritdoc/>
    public override void Take(float* tile, int feature, int count, int panel)
    {
        Codes.Reserve((count + 1) * _panelRows); // One more: packed lanes are written whole.
        Pack(tile, feature, count, panel * _panelRows);
        Codes.PanelEnds[panel] = Codes.Count;
    }

    /// <inheritdoc/>
    public override bool End() => true;

    /// <inheritdoc/>
    public override void Dispose() => Codes.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float* tile, int feature, int count, int firstSample)
    {
        float* values = Codes.Values + Codes.Count;
        int* samples = Codes.Samples + Codes.Count,
            owners = Codes.Features + Codes.Count;
        nint packed = 0;
        for (var row = 0; row < count; row++, tile += _panelRows)
        {
            var start = packed;
            for (var half = 0; half < _panelRows; half += TLanes.Count)
            {
                packed += TLanes.PackPositive(values + packed, samples + packed, TLanes.Load(tile + half), firstSample + half);
            }

            TLanes.Fill(owners + start, feature + row);
            if (packed - start > TLanes.Count)
            {
                TLanes.Fill(owners + start + TLanes.Count, feature + row);
            }
        }

        Codes.Count += (int)packed;
    }
}
