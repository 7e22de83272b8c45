using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>The forward pass of N autoencoders of one form on one batch, as batched products.</summary>
/// <param name="form">Of all of them; of the weight of its penalty nothing is read.</param>
/// <param name="penalties">N weights of the sparsity penalty.</param>
internal sealed class StackedForward(FusedForm form, IReadOnlyList<double> penalties)
{
    /// <summary>Codes, losses and what buffers become.</summary>
    /// <param name="state">N autoencoders.</param>
    /// <param name="x">[B, D].</param>
    /// <param name="paces">N, with the same k.</param>
    public StackedPass Run(StackedState state, Tensor x, IReadOnlyList<UpdatePace> paces)
    {
        var bias = form.DecoderBias ? state[ParameterShape.DecoderBias].unsqueeze(1) : null; // [N, 1, D]
        var input = bias is null ? x.expand(penalties.Count, -1, -1) : x - bias;
        var encoder = state[ParameterShape.EncoderWeight].transpose(1, 2);
        var values = input.baddbmm(encoder, state[ParameterShape.EncoderBias].unsqueeze(1)); // [N, B, F]; the first factor is what TorchSharp calls it on.
        var weights = tensor([.. penalties.Zip(paces, (weight, pace) => (float)(weight * pace.Sparsity))], device: x.device);
        var codes = StackedCodes.Compute(Keeping(paces[0].K), state, values, weights);
        var (residuals, terms) = Decode(state[ParameterShape.DecoderWeight], codes.Values, x, bias);
        terms.AddRange(codes.Penalty is { } penalty ? [penalty] : []);
        List<(string, Tensor)> updates = codes.Threshold is { } moved ? [moved] : [];
        if (form.Auxiliary is { } auxiliary)
        {
            var since = state[auxiliary.SinceFired];
            terms.Add(Auxiliary(auxiliary, since, values, residuals.detach(), state[ParameterShape.DecoderWeight]));
            updates.Add((auxiliary.SinceFired, Counted(since, codes.Values)));
        }

        return StackedPass.Create(codes.Values, residuals, terms, updates);
    }

    private FusedCodes Keeping(int? k) =>
        (k, form.Codes) switch
        {
            (null, _) => form.Codes,
            ({ } kept, TopKCodes top) => top with { K = kept },
            ({ } kept, BatchTopKCodes batch) => batch with { K = kept },
            _ => throw new ArgumentException("the form keeps no number of codes", nameof(k)),
        };

    /// <summary>x - x_hat [N, B, D], and [N] the squared error of each prefix: group after group of features, added to what those before reconstruct.</summary>
    private (Tensor Residuals, List<Tensor> Terms) Decode(Tensor decoder, Tensor codes, Tensor x, Tensor? bias)
    {
        var features = (int)codes.shape[2];
        var terms = new List<Tensor>();
        var (sum, first) = (bias, 0L);
        foreach (var end in FusedForm.PrefixSizes(form.Prefixes, features).Append(features))
        {
            var (part, rows) = (codes.narrow(2, first, end - first), decoder.narrow(1, first, end - first));
            sum = sum is null ? part.bmm(rows) : part.baddbmm(rows, sum); // [N, B, D]
            first = end;
            if (end < features)
            {
                terms.Add((x - sum).square().sum([1, 2]));
            }
        }

        return (x - sum!, terms);
    }

    /// <summary>[N] AuxK; 0 for an autoencoder none of whose features is dead.</summary>
    private static Tensor Auxiliary(FusedAuxiliary form, Tensor since, Tensor values, Tensor residuals, Tensor decoder)
    {
        var dead = since.ge(form.DeadAfter); // [N, F]
        var most = form.K > 0 ? form.K : (residuals.shape[2] + 1) / 2;
        var codes = LargestCodes.Keep(values.relu() * dead.unsqueeze(1), most);
        return (residuals - codes.bmm(decoder)).square().sum([1, 2]) * form.Alpha * dead.any(1);
    }

    /// <summary>[N, F] rows since each feature was active.</summary>
    private static Tensor Counted(Tensor since, Tensor codes)
    {
        using var _ = no_grad();
        return since.add(codes.shape[1]).masked_fill_(codes.ne(0).any(1), 0L);
    }
}
