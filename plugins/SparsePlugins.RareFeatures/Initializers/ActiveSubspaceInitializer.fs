namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:SparsePlugins.RareFeatures.ActiveSubspaceInitializer" />.</summary>
[<Sealed>]
type ActiveSubspaceOptions() =
    inherit InitializerOptions()

    /// <summary>Share of the sample's variance that the subspace holds; it takes the fewest principal components that do.</summary>
    [<Range(0.01, 1.0); Unit("fraction"); UsedOnlyIf("Rank", 0)>]
    member val Variance = 0.99 with get, set

    /// <summary>Number of principal components, at most D; 0 leaves it to <c>variance</c>.</summary>
    [<Range(0, 65536); Unit("components")>]
    member val Rank = 0 with get, set

/// <summary>
/// Random directions inside the active subspace: uniform on the unit sphere of the top principal components that hold the activations' variance.
/// </summary>
/// <remarks>
/// Source: Wang, Ge, Shu, He, Qiu, "Attention layers add into low-dimensional residual subspaces", arXiv 2508.16929.
/// Departures: the components are those of the sample's covariance (centred), and their number follows from the variance unless it is stated.
/// A direction is the projection of the one that <c>unit-sphere</c> draws for the same seed. Their search for the length of rows and their encoder biases are
/// those of <c>active-subspace-search</c>.
/// </remarks>
[<Component("active-subspace"); Sealed>]
type ActiveSubspaceInitializer(options: ActiveSubspaceOptions) =
    let rank variances =
        match options.Rank with
        | 0 -> ActiveSubspace.rankOf options.Variance variances
        | rank -> rank

    interface IDictionaryInitializer with
        /// <inheritdoc/>
        /// <exception cref="T:System.ArgumentException">All rows of the sample are equal.</exception>
        member _.Initialize(shape, sample, context) =
            let random =
                torch.randn (
                    [| int64 shape.Features; int64 shape.ActivationDim |],
                    device = context.Device,
                    generator = context.Random
                )

            let basis = ActiveSubspace.basis "active-subspace" rank sample // [D, r]
            let directions = random.matmul(basis).matmul basis.T // [F, D]
            AutoencoderWeights.FromDirections(directions, sample, options, context)
