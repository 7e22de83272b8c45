namespace SparsePlugins.Contracts;

/// <summary>
/// The autoencoder of the fused step: z = (x - b_dec) W_enc^T + b_enc, codes as <paramref name="Codes"/> makes them of z, and x_hat = codes W_dec + b_dec.
/// Decoder rows keep length 1. The loss is the squared error plus what <paramref name="Codes"/> adds to it.
/// </summary>
/// <param name="Codes">How codes come from z, and their penalty.</param>
/// <param name="DecoderBias">Whether a decoder bias is learned, and subtracted from the input.</param>
public sealed record FusedForm(FusedCodes Codes, bool DecoderBias)
{
    /// <summary>
    /// Parts of the features, from the first, that must reconstruct on their own, too; each more than 0 and less than 1. With
    /// x_hat_m = codes[:, :m] W_dec[:m] + b_dec the loss adds the squared length of x - x_hat_m for each of <c>PrefixSizes</c>.
    /// </summary>
    public IReadOnlyList<double> Prefixes { get; init; } = [];

    /// <summary>What dead features learn besides; <see langword="null"/> for nothing.</summary>
    public FusedAuxiliary? Auxiliary { get; init; }

    /// <summary>How many features parts of them are, rounded, at least 1: ascending, each once, and without F itself.</summary>
    /// <param name="parts">Of the features.</param>
    /// <param name="features">F.</param>
    public static IReadOnlyList<int> PrefixSizes(IEnumerable<double> parts, int features) =>
        [.. parts.Select(part => Math.Max(1, (int)Math.Round(part * features))).Where(size => size < features).Distinct().Order()];
}

/// <summary>
/// AuxK: with e = x - x_hat, taken as given, and e_hat what the <paramref name="K"/> largest positive z of dead features decode to, of equal ones that of the
/// lower feature, the loss adds <paramref name="Alpha"/> |e - e_hat|^2 for every row.
/// </summary>
/// <param name="SinceFired">The buffer, [F] int64, of the rows since a feature was active; an update counts its batch.</param>
/// <param name="DeadAfter">A feature is dead where there were so many before the batch; at least 1.</param>
/// <param name="Alpha">More than 0.</param>
/// <param name="K">0 for half of D, rounded up.</param>
public sealed record FusedAuxiliary(string SinceFired, long DeadAfter, double Alpha, int K);

/// <summary>How the codes of a fused form come from the pre-activations z [B, F], and what they add to the loss.</summary>
public abstract record FusedCodes
{
    private protected FusedCodes() { }
}

/// <summary>relu(z).</summary>
/// <param name="L1">The loss adds it times the sum of the codes, a sparsity penalty; at least 0.</param>
public sealed record ReluCodes(double L1) : FusedCodes;

/// <summary>The K largest positive z of a row; the others are 0.</summary>
/// <param name="K">How many codes of a row are kept, of equal ones that of the lower feature.</param>
/// <param name="L1">The loss adds it times the sum of the codes, a sparsity penalty; at least 0.</param>
public sealed record TopKCodes(int K, double L1) : FusedCodes;

/// <summary>The K B largest positive z of a batch of B rows; the others are 0.</summary>
/// <param name="K">How many codes of a row are kept on average, of equal ones those of the earlier row and then of the lower feature.</param>
/// <param name="Threshold">
/// The buffer, [1], that an update moves to the smallest code of its batch: all the way from a value below 0, else <paramref name="Rate"/> of it. A batch
/// without codes, or with some that aren't finite, leaves it.
/// </param>
/// <param name="Rate">How far; more than 0.</param>
public sealed record BatchTopKCodes(int K, string Threshold, double Rate) : FusedCodes;

/// <summary>
/// z where it is above a trained threshold of its feature, 0 elsewhere; the loss adds <paramref name="Sparsity"/> times the number of active codes. With
/// density = 1 / bandwidth where |z - threshold| is less than half of it and 0 elsewhere, a threshold's gradient takes the derivative of a code as
/// -threshold * density and that of the number of active codes as -density (arXiv 2407.14435). An update leaves thresholds at 0 or more.
/// </summary>
/// <param name="Threshold">The parameter, [F].</param>
/// <param name="Bandwidth">More than 0.</param>
/// <param name="Sparsity">Weight of the sparsity penalty; at least 0.</param>
public sealed record JumpReluCodes(string Threshold, double Bandwidth, double Sparsity) : FusedCodes
{
    /// <summary>The loss adds Sparsity B (active codes / (TargetL0 B) - 1)^2 for a batch of B rows instead; more than 0.</summary>
    public double? TargetL0 { get; init; }

    /// <summary>The loss adds Sparsity times the sum of tanh(TanhScale * code) instead; more than 0, and not beside <see cref="TargetL0"/>.</summary>
    public double? TanhScale { get; init; }

    /// <summary>Whether these estimates move z as well, with the other sign: threshold * density and density are added to the derivatives.</summary>
    public bool GradientToInput { get; init; }
}
