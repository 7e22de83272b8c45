using SparsePlugins.Contracts;

namespace SparsePlugins.Kernels;

/// <summary>AuxK: what dead features make of what all features leave over, and what they learn from that.</summary>
/// <remarks>Source: Gao et al., "Scaling and evaluating sparse autoencoders" (arXiv 2406.04093), A.2. Without dead features it only counts.</remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class AuxiliaryLearning<TLanes, TVector> : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly FusedAuxiliary _form;
    private readonly int _width;
    private readonly int _features;
    private readonly int _padded;
    private readonly Encoding<TLanes, TVector> _encoding;
    private readonly LatentLists _lists;
    private readonly DeadRows _dead;
    private readonly NativeBuffer<float> _errors = new(); // [B, padded D] alpha (e_hat - e)
    private readonly NativeBuffer<float> _codeGradients = new(); // as the lists
    private int _rows;

    /// <summary>For one architecture.</summary>
    public AuxiliaryLearning(FusedAuxiliary form, FusedOptions options, int width, int features)
    {
        (_form, _width, _features, _padded) = (form, width, features, Sizes.RoundUp(width, TLanes.Count));
        var k = form.K > 0 ? form.K : (width + 1) / 2;
        _encoding = new(options, width, features, () => new TopKCollector<TLanes, TVector>(features, width, k));
        _lists = new LatentLists(features);
        _dead = new DeadRows(width, features);
    }

    /// <inheritdoc/>
    public bool IsIntact => _encoding.IsIntact && _lists.IsIntact && _dead.IsIntact && _errors.IsIntact && _codeGradients.IsIntact;

    /// <summary>The forward pass of dead features.</summary>
    /// <param name="parameters">Before the update.</param>
    /// <param name="directions">[F, padded D] the decoder.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="errors">[B, padded D] x_hat - x of all features.</param>
    /// <param name="threads">How many may do it.</param>
    public void Run(Parameters parameters, float* directions, PackedBatch batch, float* errors, int threads = 1)
    {
        _rows = batch.RowCount;
        _dead.Gather(parameters, _form.DeadAfter);
        if (_dead.Count > 0)
        {
            _encoding.Run(_dead.Encoder, batch, _dead.Count, threads);
            _dead.Name(_encoding.Codes);
            Decode(directions, errors, _encoding.Codes);
            _lists.Sort(_encoding.Codes);
            _codeGradients.Grow(_encoding.Codes.Count);
        }
    }

    /// <summary>The loss, summed over the rows.</summary>
    public double Loss()
    {
        var sum = 0.0;
        for (var row = 0; row < (_dead.Count > 0 ? _rows : 0); row++)
        {
            sum += Rows<TLanes, TVector>.Dot(ErrorRow(row), ErrorRow(row), _padded);
        }

        return sum / _form.Alpha;
    }

    /// <summary>Adds to the gradient of a decoder row what it learns here.</summary>
    /// <param name="feature">Its feature.</param>
    /// <param name="gradient">[padded D]; to be multiplied by <paramref name="scale"/> later.</param>
    /// <param name="direction">[padded D] the row.</param>
    /// <param name="scale">2 / (B D).</param>
    /// <returns>The sum of the gradients of its codes.</returns>
    public float AddToDecoder(int feature, float* gradient, float* direction, float scale)
    {
        var (start, count) = Find(feature);
        var gradients = _codeGradients.Pointer + start;
        RowSums<TLanes, TVector>.AddAndDotListed(
            gradient,
            _errors.Pointer,
            _padded,
            _lists.Samples + start,
            _lists.Values + start,
            count,
            direction,
            gradients
        );
        return Rows<TLanes, TVector>.ScaleAndShift(gradients, scale, 0, count);
    }

    /// <summary>Adds to the gradient of an encoder row what it learns here.</summary>
    public void AddToEncoder(int feature, float* gradient, float* samples)
    {
        var (start, count) = Find(feature);
        RowSums<TLanes, TVector>.AddListed(gradient, samples, _padded, _lists.Samples + start, _codeGradients.Pointer + start, count);
    }

    /// <summary>Counts the batch for the features that it left silent.</summary>
    public void Count(long* sinceFired, LatentLists codes)
    {
        for (var feature = 0; feature < _features; feature++)
        {
            sinceFired[feature] = codes.Count(feature) > 0 ? 0 : sinceFired[feature] + _rows;
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _encoding.Dispose();
        _lists.Dispose();
        _dead.Dispose();
        _errors.Dispose();
        _codeGradients.Dispose();
    }

    private float* ErrorRow(int row) => _errors.Pointer + (nint)row * _padded;

    private (int Start, int Count) Find(int feature) => _dead.Count > 0 ? (_lists.Start(feature), _lists.Count(feature)) : (0, 0);

    private void Decode(float* directions, float* errors, CodeList codes)
    {
        _errors.Grow((long)_rows * _padded);
        new Span<float>(errors, _rows * _padded).CopyTo(new Span<float>(_errors.Pointer, _rows * _padded));
        for (var entry = 0; entry < codes.Count; )
        {
            var (sample, next) = (codes.Samples[entry], codes.EndOfSample(entry, codes.Count));
            RowSums<TLanes, TVector>.AddListed(
                ErrorRow(sample),
                directions,
                _padded,
                codes.Features + entry,
                codes.Values + entry,
                next - entry
            );
            entry = next;
        }

        Rows<TLanes, TVector>.Scale(_errors.Pointer, (float)_form.Alpha, (nint)_rows * _padded);
    }
}
