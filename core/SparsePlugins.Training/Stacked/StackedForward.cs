using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>The forward pass of N autoencoders of one form, as batched products.</summary>
/// <param name="form">That of all; its penalty weight is ignored.</param>
/// <param name="penalties">N weights of the sparsity penalty.</param>
/// <param name="products">How products are computed.</param>
/// <param name="device">Where the parameters lie.</param>
internal sealed class StackedForward(FusedForm form, IReadOnlyList<double> penalties, StackedProducts products, Device device) : IDisposable
{
    private readonly DeviceNumbers _penalties = new(device);

    /// <summary>Codes, losses and what buffers become.</summary>
    /// <param name="state">N autoencoders.</param>
    /// <param name="x">[B, D] for all of them, or [N, B, D].</param>
    /// <param name="paces">N, with the same k.</param>
    /// <param name="updates">Updates made before.</param>
    public StackedPass Run(StackedState state, Tensor x, IReadOnlyList<UpdatePace> paces, long updates)
    {
        var bias = form.DecoderBias ? state[ParameterShape.DecoderBias].unsqueeze(1) : null; // [N, 1, D]
        var input = bias is null ? x.expand(penalties.Count, -1, -1) : x - bias;
        var encoder = state[ParameterShape.EncoderWeight].transpose(1, 2);
        var values = products.Plus(input, encoder, state[ParameterShape.EncoderBias].unsqueeze(1)); // [N, B, F]
        var codes = StackedCodes.Compute(Keeping(paces[0].K), state, values);
        var (residuals, terms) = Decode(state[ParameterShape.DecoderWeight], codes.Values, x, bias);
        if (codes.Penalty is { } penalty)
        {
            var (weights, factor) = _penalties.Get(penalties, [.. paces.Select(pace => pace.Sparsity)]);
            terms.Add(penalty * weights * factor);
        }

        var firings = Firings(codes.Values); // [N, F]
        List<(string, Tensor)> buffers = codes.Threshold is { } moved ? [moved] : [];
        if (form.Auxiliary is { } auxiliary)
        {
            var rows = x.shape[^2];
            var since = state[auxiliary.SinceFired];
            buffers.Add((auxiliary.SinceFired, Counted(since, firings, rows)));
            if (updates * rows >= auxiliary.DeadAfter) // Before that none can be dead.
            {
                terms.Add(Auxiliary(auxiliary, since, values, residuals.detach(), state[ParameterShape.DecoderWeight]));
            }
        }

        return StackedPass.Create(firings, residuals, terms, buffers);
    }

    /// <summary>Frees the weights of the penalty.</summary>
    public void Dispose() => _penalties.Dispose();

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
        var features = codes.shape[2];
        long[] ends = [.. FusedForm.PrefixSizes(form.Prefixes, (int)features).Select(size => (long)size), features];
        long[] sizes = [.. ends.Select((end, index) => index == 0 ? end : end - ends[index - 1])];
        var (parts, rows) = ends.Length == 1 ? ([codes], [decoder]) : (codes.split(sizes, 2), decoder.split(sizes, 1));
        var (terms, sum) = (new List<Tensor>(), bias);
        for (var index = 0; index < ends.Length; index++)
        {
            if (index > 0)
            {
                terms.Add((x - sum!).square().sum([1, 2]));
            }

            sum = sum is null ? products.Times(parts[index], rows[index]) : products.Plus(parts[index], rows[index], sum); // [N, B, D]
        }

        return (x - sum!, terms);
    }

    /// <summary>[N] AuxK; 0 for an autoencoder none of whose features is dead.</summary>
    private Tensor Auxiliary(FusedAuxiliary form, Tensor since, Tensor values, Tensor residuals, Tensor decoder)
    {
        var dead = since.ge(form.DeadAfter); // [N, F]
        var most = form.K > 0 ? form.K : (residuals.shape[2] + 1) / 2;
        var codes = LargestCodes.Keep(values.relu() * dead.unsqueeze(1), most);
        var errors = (residuals - products.Times(codes, decoder)).square().sum([1, 2]) * form.Alpha;
        return where(dead.any(1), errors, zeros_like(errors)); // And not times 0, which leaves what isn't finite.
    }

    /// <summary>[N, F] int64: for how many rows each feature is active.</summary>
    private static Tensor Firings(Tensor codes)
    {
        using var _ = no_grad();
        return codes.ne(0).sum(dim: 1);
    }

    /// <summary>[N, F] rows since each feature was active.</summary>
    private static Tensor Counted(Tensor since, Tensor firings, long rows)
    {
        using var _ = no_grad();
        return since.add(rows).masked_fill_(firings.gt(0), 0L);
    }
}
