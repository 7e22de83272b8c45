using SparsePlugins.Contracts;

namespace SparsePlugins.Kernels;

/// <summary>The second verb: from the panels of a batch to the list of its codes. Pre-activations exist a tile at a time.</summary>
/// <remarks>With several threads each takes neighbouring panels, and their lists are put together in the order of the panels: the codes are the same.</remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class Encoding<TLanes, TVector> : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private static readonly int _panelRows = 2 * TLanes.Count;

    private readonly Func<EncodingPart<TLanes, TVector>> _create;
    private readonly List<EncodingPart<TLanes, TVector>> _parts = []; // The first has the codes of the whole batch in the end.
    private int? _k;

    /// <summary>For one architecture.</summary>
    public Encoding(FusedOptions options, int width, int features)
        : this(
            options,
            width,
            features,
            () =>
                options.Codes switch
                {
                    TopKCodes top => new TopKCollector<TLanes, TVector>(features, width, top.K),
                    BatchTopKCodes batch => new BatchTopKCollector<TLanes, TVector>(features, width, batch.K),
                    JumpReluCodes jump => new JumpReluCollector<TLanes, TVector>(features, jump.Bandwidth),
                    _ => new ReluCollector<TLanes, TVector>(features),
                }
        ) { }

    /// <summary>With collectors of its own, which it disposes.</summary>
    public Encoding(FusedOptions options, int width, int mostFeatures, Func<CodeCollector> collector)
    {
        _create = () => new(options.DecoderBias, width, mostFeatures, collector());
        Prepare(1);
    }

    /// <summary>The codes of the last batch.</summary>
    public CodeList Codes => _parts[0].Collector.Codes;

    /// <summary>What isn't a code, but close to it; see <see cref="CodeCollector.Near"/>.</summary>
    public CodeList? Near => _parts[0].Collector.Near;

    /// <inheritdoc/>
    public bool IsIntact => _parts.TrueForAll(part => part.IsIntact);

    /// <summary>How many codes of a row are kept; <see langword="null"/> for as many as the form says.</summary>
    public void Keep(int? k)
    {
        _k = k;
        foreach (var part in _parts)
        {
            part.Collector.Keep(k);
        }
    }

    /// <summary>Encodes a batch.</summary>
    /// <param name="parameters">Of at least so many features.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="features">How many.</param>
    /// <param name="threads">How many may do it.</param>
    public void Run(Parameters parameters, PackedBatch batch, int features, int threads = 1)
    {
        var panels = Sizes.RoundUp(batch.RowCount, _panelRows) / _panelRows;
        if (Math.Min(threads, panels) is > 1 and var parts)
        {
            RunInParts(parameters, batch, features, panels, parts);
            return;
        }

        do
        {
            _parts[0].Run(parameters, batch, features, 0, panels);
        } while (!_parts[0].Collector.End());
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _parts.ForEach(part => part.Dispose());

    private void RunInParts(Parameters parameters, PackedBatch batch, int features, int panels, int parts)
    {
        Prepare(parts);
        var together = _parts[0].Collector.ChoosesFromBatch;
        do
        {
            Team.Do(
                parts,
                part =>
                {
                    var (encoding, first, end) = (_parts[part], First(part), First(part + 1));
                    do
                    {
                        encoding.Run(parameters, batch, features, first, end);
                    } while (!together && !encoding.Collector.End());
                }
            );
            for (var part = 1; part < parts; part++)
            {
                _parts[0].Collector.Append(_parts[part].Collector, First(part) * _panelRows);
            }
        } while (together && !EndTogether(parts));

        int First(int part) => (int)((long)panels * part / parts);
    }

    private bool EndTogether(int parts)
    {
        var ended = _parts[0].Collector.End();
        Follow(parts);
        return ended;
    }

    private void Prepare(int parts)
    {
        while (_parts.Count < parts)
        {
            _parts.Add(_create());
            _parts[^1].Collector.Keep(_k);
        }

        Follow(parts);
    }

    private void Follow(int parts)
    {
        for (var part = 1; part < parts; part++)
        {
            _parts[part].Collector.Follow(_parts[0].Collector);
        }
    }
}
