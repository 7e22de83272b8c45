using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures.Shared;

/// <summary>AuxK: dead features learn to explain what the others leave over.</summary>
/// <remarks>
/// Source: Gao et al., "Scaling and evaluating sparse autoencoders", arXiv 2406.04093, A.2. Departures: it is not divided by the variance of e, as their
/// code does; a loss that isn't finite ends the run instead of counting as 0.
/// With e = x - x_hat, taken as given (no gradient flows through it), and e_hat what dead features alone decode to, of which each sample takes the aux_k
/// with the largest codes, aux_alpha times |e - e_hat|^2 is added to the squared error of each sample.
/// </remarks>
/// <param name="options">Whether, and how much.</param>
internal sealed class AuxiliaryLoss(AuxiliaryOptions options)
{
    /// <summary>Whether there is one.</summary>
    public bool IsOn => options.AuxDeadAfter > 0 && options.AuxAlpha > 0;

    /// <summary>The same of a fused form; <see langword="null"/> where there is none.</summary>
    public FusedAuxiliary? Fused => IsOn ? new(FiringCounter.SinceFired, options.AuxDeadAfter, options.AuxAlpha, options.AuxK) : null;

    /// <summary>The parameters of the architecture and what the loss needs.</summary>
    /// <exception cref="ArgumentException">aux_k is more than F.</exception>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape, IReadOnlyList<ParameterShape> own)
    {
        Codes.RequireAtMost(nameof(options.AuxK), "aux_k", IsOn ? options.AuxK : 0, shape.Features);
        return IsOn ? [.. own, FiringCounter.Buffer(shape)] : own;
    }

    /// <summary>A pass with the loss of its dead features.</summary>
    /// <param name="pass">Of a training batch.</param>
    /// <param name="parameters">Those that the pass read.</param>
    /// <param name="input">[B, D].</param>
    /// <param name="encode">The codes [B, K] of K features alone, of which a row has at most the given number.</param>
    public ForwardPass AddTo(ForwardPass pass, ParameterSet parameters, Tensor input, Func<ParameterSet, int, Tensor> encode)
    {
        if (!IsOn)
        {
            return pass;
        }

        var dead = FiringCounter.Dead(parameters, options.AuxDeadAfter); // [K]
        var counted = pass with { Updates = [.. pass.Updates, FiringCounter.Count(parameters, pass.Codes)] };
        return dead.shape[0] == 0
            ? counted
            : counted with
            {
                Losses = [.. pass.Losses, new LossTerm("aux-k", Loss(pass, parameters.Select(dead), input, encode))],
            };
    }

    private Tensor Loss(ForwardPass pass, ParameterSet dead, Tensor input, Func<ParameterSet, int, Tensor> encode)
    {
        var most = options.AuxK > 0 ? options.AuxK : (int)((input.shape[1] + 1) / 2);
        var codes = encode(dead, most); // [B, K]
        var residuals = (input - pass.Reconstruction).detach(); // [B, D]
        var left = residuals - codes.mm(dead[ParameterShape.DecoderWeight]);
        return (left * left).sum().mul_(options.AuxAlpha);
    }
}
