namespace SparsePlugins.RareFeatures

open System
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
/// A direction is the projection of the one that <c>unit-sphere</c> draws for the same seed.
/// </remarks>
[<Component("active-subspace"); Sealed>]
type ActiveSubspaceInitializer(options: ActiveSubspaceOptions) =
    /// The fewest leading components that hold the share; variances are in ascending order.
    let rankOf (variances: float[]) =
        let total = Array.sum variances
        // Rounding leaves a little variance, of either sign, in components that have none.
        let held = variances |> Array.rev |> Array.scan (+) 0.0
        let enough = options.Variance * total * (1.0 - 1e-9)
        held |> Array.findIndex (fun sum -> sum >= enough)

    /// [D, r] orthonormal columns.
    let basis (sample: torch.Tensor) =
        let rows = sample.to_type torch.ScalarType.Float64
        let centred = rows - rows.mean [| 0L |]
        let struct (variances, components) = torch.linalg.eigh (centred.T.matmul centred) // [D] ascending, [D, D]
        let variances = variances.cpu().data<float>().ToArray()

        if Array.last variances <= 0.0 then
            raise (
                ArgumentException
                    "active-subspace needs a sample that varies; all its rows are equal: use one that draws its directions, such as orthogonal"
            )

        let rank =
            match options.Rank with
            | 0 -> rankOf variances
            | rank -> min rank variances.Length

        components.narrow(1L, int64 (variances.Length - rank), int64 rank).to_type sample.dtype

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

            let basis = basis sample
            let directions = random.matmul(basis).matmul basis.T // [F, D]
            AutoencoderWeights.FromDirections(directions, sample, options, context)
