using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Appends parts of a tile to a list of codes, in its order: feature after feature, then sample after sample.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class TilePacking<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private static readonly int _panelRows = 2 * TLanes.Count;

    /// <summary>Those above a bound of their feature, as <see cref="ILanes{TVector}.Above"/> has it.</summary>
    /// <param name="list">Where they go.</param>
    /// <param name="tile">As <see cref="CodeCollector.Take"/> has it.</param>
    /// <param name="feature">The feature of its first row.</param>
    /// <param name="count">Its rows that are features.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="bounds">One for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAbove(CodeList list, float* tile, int feature, int count, int panel, float* bounds)
    {
        list.Reserve((count + 1) * _panelRows); // One more: packed lanes are written whole.
        float* values = list.Values + list.Count;
        int* samples = list.Samples + list.Count,
            owners = list.Features + list.Count;
        var firstSample = panel * _panelRows;
        nint packed = 0;
        for (var row = 0; row < count; row++, tile += _panelRows)
        {
            var (start, bound) = (packed, TLanes.Broadcast(bounds[row]));
            for (var half = 0; half < _panelRows; half += TLanes.Count)
            {
                packed += TLanes.PackAbove(values + packed, samples + packed, TLanes.Load(tile + half), bound, firstSample + half);
            }

            FillOwners(owners + start, packed - start, feature + row);
        }

        End(list, panel, (int)packed);
    }

    /// <summary>Those above a low bound of their feature and not above a high one; otherwise as <see cref="AddAbove"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBetween(CodeList list, float* tile, int feature, int count, int panel, float* lows, float* highs)
    {
        list.Reserve((count + 1) * _panelRows);
        float* values = list.Values + list.Count;
        int* samples = list.Samples + list.Count,
            owners = list.Features + list.Count;
        var firstSample = panel * _panelRows;
        nint packed = 0;
        for (var row = 0; row < count; row++, tile += _panelRows)
        {
            var (start, low, high) = (packed, TLanes.Broadcast(lows[row]), TLanes.Broadcast(highs[row]));
            for (var half = 0; half < _panelRows; half += TLanes.Count)
            {
                var vector = TLanes.Load(tile + half);
                packed += TLanes.PackBetween(values + packed, samples + packed, vector, low, high, firstSample + half);
            }

            FillOwners(owners + start, packed - start, feature + row);
        }

        End(list, panel, (int)packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FillOwners(int* owners, nint count, int feature)
    {
        TLanes.Fill(owners, feature);
        if (count > TLanes.Count)
        {
            TLanes.Fill(owners + TLanes.Count, feature);
        }
    }

    private static void End(CodeList list, int panel, int packed)
    {
        list.Count += packed;
        list.PanelEnds[panel] = list.Count;
    }
}
