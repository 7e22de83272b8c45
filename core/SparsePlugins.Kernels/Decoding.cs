using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>The third verb: what the codes leave over. Only the rows of active features are read.</summary>
/// <remarks>
/// With groups of features, e_g is what those up to group g leave over, and all of these are squared in the loss. A feature of group g is in e_g and all after
/// it, so that it learns from their sum E_g = e_g + e_g+1 + ...; the last is what all features leave over.
/// </remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class Decoding<TLanes, TVector>(int width, int[] groupEnds) : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private static readonly int _panelRows = 2 * TLanes.Count;

    private readonly int _padded = Sizes.RoundUp(width, TLanes.Count);
    private readonly NativeBuffer<float> _errors = new();

    private int _rows;

    /// <summary>[groups, B, padded D] the E_g, x_hat - x where there is one group; the columns beyond D 0.</summary>
    public float* Errors => _errors.Pointer;

    /// <summary>[B, padded D] x_hat - x of all features.</summary>
    public float* WholeErrors => ErrorRow(0, groupEnds.Length - 1);

    /// <inheritdoc/>
    public bool IsIntact => _errors.IsIntact;

    /// <summary>Decodes a batch.</summary>
    /// <param name="decoder">[F, padded D].</param>
    /// <param name="bias">[padded D].</param>
    /// <param name="batch">What was encoded.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="threads">How many may do it.</param>
    public void Run(float* decoder, float* bias, PackedBatch batch, CodeList codes, int threads = 1)
    {
        _rows = batch.RowCount;
        _errors.Grow((long)groupEnds.Length * _rows * _padded);
        var panels = Sizes.RoundUp(_rows, _panelRows) / _panelRows;
        if (threads > 1)
        {
            RunOn(threads, decoder, bias, batch, codes, panels);
        }
        else
        {
            DecodePanels(decoder, bias, batch, codes, 0, panels);
        }
    }

    /// <summary>The squared error of a row, with all features.</summary>
    public float SquaredError(int row)
    {
        var errors = ErrorRow(row, groupEnds.Length - 1);
        return Rows<TLanes, TVector>.Dot(errors, errors, _padded);
    }

    /// <summary>The squared errors of a row with fewer groups than all, together.</summary>
    public double PrefixErrors(int row)
    {
        var sum = 0.0;
        for (var group = 0; group < groupEnds.Length - 1; group++)
        {
            sum += Rows<TLanes, TVector>.SquaredDistance(ErrorRow(row, group), ErrorRow(row, group + 1), _padded);
        }

        return sum;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _errors.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* ErrorRow(int row, int group = 0) => _errors.Pointer + ((long)group * _rows + row) * _padded;

    private void RunOn(int threads, float* decoder, float* bias, PackedBatch batch, CodeList codes, int panels) =>
        Team.DoRanges(threads, panels, 1, (_, first, end) => DecodePanels(decoder, bias, batch, codes, first, end));

    private void DecodePanels(float* decoder, float* bias, PackedBatch batch, CodeList codes, int firstPanel, int endPanel)
    {
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            var first = panel * _panelRows;
            for (var row = first; row < Math.Min(first + _panelRows, _rows); row++)
            {
                Rows<TLanes, TVector>.Subtract(ErrorRow(row), bias, batch.Rows + (long)row * _padded, _padded);
            }

            DecodePanel(decoder, codes, panel == 0 ? 0 : codes.PanelEnds[panel - 1], codes.PanelEnds[panel], first);
        }
    }

    /// <summary>The rows of a panel: group after group of features, then from the last back to the first the sums.</summary>
    private void DecodePanel(float* decoder, CodeList codes, int entry, int end, int first)
    {
        var last = groupEnds.Length - 1;
        var length = (nint)Math.Min(_panelRows, _rows - first) * _padded;
        for (var group = 0; group < last; group++)
        {
            AddGroup(decoder, codes, entry, end, group);
            new Span<float>(ErrorRow(first, group), (int)length).CopyTo(new Span<float>(ErrorRow(first, group + 1), (int)length));
        }

        AddGroup(decoder, codes, entry, end, last);
        for (var group = last - 1; group >= 0; group--)
        {
            Rows<TLanes, TVector>.Add(ErrorRow(first, group), ErrorRow(first, group + 1), 1, length);
        }
    }

    /// <summary>Adds the codes of a group, of those of a panel.</summary>
    private void AddGroup(float* decoder, CodeList codes, int entry, int end, int group)
    {
        if (groupEnds.Length == 1)
        {
            AddCodes(decoder, codes, entry, end, group);
            return;
        }

        // Stretches of one sample, or of the whole panel, in which features ascend.
        while (entry < end)
        {
            var next = codes.IsSampleMajor ? codes.EndOfSample(entry, end) : end;
            var from = group == 0 ? entry : codes.FirstFrom(groupEnds[group - 1], entry, next);
            AddCodes(decoder, codes, from, codes.FirstFrom(groupEnds[group], from, next), group);
            entry = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddCodes(float* decoder, CodeList codes, int entry, int end, int group)
    {
        float* values = codes.Values;
        int* samples = codes.Samples,
            features = codes.Features;
        if (!codes.IsSampleMajor)
        {
            RowSums<TLanes, TVector>.Scatter(
                ErrorRow(0, group),
                decoder,
                _padded,
                samples + entry,
                features + entry,
                values + entry,
                end - entry
            );
            return;
        }

        while (entry < end)
        {
            var sample = samples[entry];
            var next = codes.EndOfSample(entry, end);
            RowSums<TLanes, TVector>.AddListed(ErrorRow(sample, group), decoder, _padded, features + entry, values + entry, next - entry);
            entry = next;
        }
    }
}
