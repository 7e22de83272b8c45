namespace SparsePlugins.Training;

/// <summary>The auxiliary loss AuxK: the dead features of a top-k autoencoder are to explain what the living ones leave over, and so come back to life.</summary>
/// <remarks>
/// With e = x - x_hat, taken as given (no gradient flows through it), and e_hat what dead features alone decode to, of which each sample takes the K
/// with the largest positive pre-activations, Alpha times |e - e_hat|^2 is added to the squared error of each sample. Source: Gao et al., "Scaling and
/// evaluating sparse autoencoders", arXiv 2406.04093, A.2. Departures: not divided by the variance of e, as their code does; a loss that isn't finite
/// ends the run instead of counting as 0.
/// </remarks>
/// <param name="DeadAfter">A feature takes part once it has not fired for this many samples; at least 1.</param>
/// <param name="Alpha">Weight of the auxiliary loss.</param>
/// <param name="K">Most dead features in a sample, at least 1; <see langword="null"/> for half of D, rounded up.</param>
public sealed record AuxiliaryOptions(long DeadAfter, double Alpha = 1.0 / 32, int? K = null);
