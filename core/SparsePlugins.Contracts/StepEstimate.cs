using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Steps whose derivative is estimated from the values within half a bandwidth of them: straight-through estimators.</summary>
/// <remarks>
/// Source: Rajamanoharan et al., "Jumping Ahead: Improving Reconstruction Fidelity with JumpReLU Sparse Autoencoders", arXiv 2407.14435, section 3, with
/// the rectangle kernel K(u) = 1 where |u| is less than 1/2. What has no derivative gets one by adding surrogate - surrogate, the second without gradient:
/// 0 in value, the surrogate's in gradient.
/// </remarks>
public static class StepEstimate
{
    /// <summary>K((z - threshold) / bandwidth) / bandwidth.</summary>
    /// <param name="values">[..., B, F] z.</param>
    /// <param name="threshold">[F], or what broadcasts to the values.</param>
    /// <param name="bandwidth">More than 0.</param>
    public static Tensor Density(Tensor values, Tensor threshold, double bandwidth)
    {
        using var _ = no_grad();
        return (values - threshold).abs().lt(bandwidth / 2).to(values.dtype).mul_(1 / bandwidth);
    }

    /// <summary>
    /// z where it is above the threshold, and 0 elsewhere: d/dthreshold is -threshold times the density, d/dz is 1 above it, and threshold times the density
    /// more if asked for.
    /// </summary>
    public static Tensor JumpRelu(Tensor values, Tensor threshold, Tensor open, Tensor density, bool gradientToValues) =>
        (values * open) + Slope(values, threshold, density * threshold.detach(), gradientToValues);

    /// <summary>1 where a value is above the threshold: d/dthreshold is minus the density, d/dz the density if asked for.</summary>
    public static Tensor Step(Tensor values, Tensor threshold, Tensor open, Tensor density, bool gradientToValues) =>
        open + Slope(values, threshold, density, gradientToValues);

    /// <summary>0, with the derivative of height times (z - threshold).</summary>
    private static Tensor Slope(Tensor values, Tensor threshold, Tensor height, bool gradientToValues)
    {
        var surrogate = height * (gradientToValues ? values - threshold : -threshold);
        return surrogate - surrogate.detach();
    }
}
