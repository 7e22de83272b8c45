using System.Runtime.CompilerServices;
using SparsePlugins.Contracts;

namespace SparsePlugins.Kernels;

/// <summary>What thresholds learn, from the pre-activations within half a bandwidth of them, whether these are codes or not.</summary>
/// <remarks>
/// With p the derivative of the loss with respect to the number of active codes, a threshold's gradient is minus the sum over those samples of
/// (threshold * gradient of the code + p) / bandwidth. A code that is 0 has a gradient, too: 2 s e . W_dec row, s = 1 / (B D). If asked for, what is summed
/// is added to the gradient of the pre-activation. With the tanh penalty p is 0, and the gradient of a code has the slope of tanh at it; at a code that is 0
/// it is 1.
/// </remarks>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal sealed unsafe class ThresholdLearning<TLanes, TVector>(JumpReluCodes form, int features) : IDisposable, IGuarded
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly LatentLists _near = new(features);
    private readonly NativeBuffer<float> _gradient = new(Sizes.RoundUp(features, TLanes.Count));
    private readonly NativeBuffer<float> _nearGradients = new(); // as the list
    private readonly float _half = (float)(form.Bandwidth / 2);
    private float _squaredScale;
    private float _perActive;
    private float _steepest; // The gradient of the tanh penalty at a code of 0.

    /// <inheritdoc/>
    public bool IsIntact => _near.IsIntact && _gradient.IsIntact && _nearGradients.IsIntact;

    /// <summary>A batch begins.</summary>
    /// <param name="near">The pre-activations within half a bandwidth that are not codes.</param>
    /// <param name="active">Codes.</param>
    /// <param name="rows">B.</param>
    /// <param name="scale">s.</param>
    /// <param name="sparsity">What the penalty is multiplied by.</param>
    public void Begin(CodeList near, int active, int rows, double scale, double sparsity)
    {
        _near.Sort(near);
        _squaredScale = (float)(2 * scale);
        _perActive = (float)(SparsityPenalty.Slope(form, active, rows) * sparsity * scale / form.Bandwidth);
        _steepest = (float)(form.TanhScale is { } steepness ? form.Sparsity * steepness * sparsity * scale : 0);
        _nearGradients.Grow(near.Count);
    }

    /// <summary>Takes a feature.</summary>
    /// <param name="feature">Which.</param>
    /// <param name="threshold">Its threshold.</param>
    /// <param name="values">Its codes.</param>
    /// <param name="gradients">Theirs; this adds the tanh penalty, and the estimates where pre-activations learn from them.</param>
    /// <param name="count">Codes.</param>
    /// <param name="errors">[B, padded] x_hat - x.</param>
    /// <param name="direction">[padded] its decoder row.</param>
    /// <param name="padded">The length of such rows.</param>
    /// <returns>What this added for all pre-activations of the feature, together.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Learn(
        int feature,
        float threshold,
        float* values,
        float* gradients,
        int count,
        float* errors,
        float* direction,
        int padded
    )
    {
        var (start, within) = (_near.Start(feature), _near.Count(feature));
        var near = _nearGradients.Pointer + start;
        var factor = (float)(threshold / form.Bandwidth);
        RowSums<TLanes, TVector>.DotListed(errors, padded, _near.Samples + start, within, direction, near);
        var total = Rows<TLanes, TVector>.ScaleAndShift(near, _squaredScale * factor, _perActive + factor * _steepest, within);
        var penalty = form.TanhScale is { } steepness ? AddTanh(values, gradients, count, (float)steepness) : 0;
        for (var i = 0; i < count; i++)
        {
            if (values[i] - threshold < _half)
            {
                var estimate = factor * gradients[i] + _perActive;
                total += estimate;
                gradients[i] += form.GradientToInput ? estimate : 0;
            }
        }

        _gradient.Pointer[feature] = -total;
        return penalty + (form.GradientToInput ? total : 0);
    }

    /// <summary>Adds the slope of the penalty, 1 - tanh^2 = 4 u / (1 + u)^2 with u = exp(-2 steepness code).</summary>
    /// <returns>What it added, together.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float AddTanh(float* values, float* gradients, int count, float steepness)
    {
        var total = 0f;
        for (var i = 0; i < count; i++)
        {
            var u = MathF.Exp(-2 * steepness * values[i]);
            var slope = _steepest * 4 * u / ((1 + u) * (1 + u));
            gradients[i] += slope;
            total += slope;
        }

        return total;
    }

    /// <summary>Adds what pre-activations that are not codes learn from the estimates, to the gradient of the encoder row.</summary>
    /// <param name="feature">Which.</param>
    /// <param name="gradient">[padded].</param>
    /// <param name="samples">[B, padded] x.</param>
    /// <param name="padded">The length of such rows.</param>
    public void AddToEncoder(int feature, float* gradient, float* samples, int padded)
    {
        if (form.GradientToInput)
        {
            var (start, count) = (_near.Start(feature), _near.Count(feature));
            RowSums<TLanes, TVector>.AddListed(gradient, samples, padded, _near.Samples + start, _nearGradients.Pointer + start, count);
        }
    }

    /// <summary>Updates the thresholds.</summary>
    public void Update(Moments thresholds, in AdamRows<TLanes, TVector> adam)
    {
        adam.Update(thresholds, _gradient.Pointer, 1, features);
        for (var feature = 0; feature < features; feature++)
        {
            var updated = thresholds.Value[feature];
            thresholds.Value[feature] = updated < 0 ? 0 : updated; // NaN stays.
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _near.Dispose();
        _gradient.Dispose();
        _nearGradients.Dispose();
    }
}
