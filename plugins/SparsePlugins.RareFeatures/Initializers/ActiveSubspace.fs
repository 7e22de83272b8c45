namespace SparsePlugins.RareFeatures

open System
open TorchSharp

/// The principal components that hold the variance of a sample.
module internal ActiveSubspace =
    /// The fewest leading components that hold a share of the variance; variances are in ascending order.
    let rankOf share (variances: float[]) =
        let total = Array.sum variances
        // Rounding leaves a little variance, of either sign, in components that have none.
        let held = variances |> Array.rev |> Array.scan (+) 0.0
        let enough = share * total * (1.0 - 1e-9)
        held |> Array.findIndex (fun sum -> sum >= enough)

    /// [D, r] orthonormal columns of the centred sample [N, D]: the r components with the largest variances, which are given in ascending order.
    let basis name (rank: float[] -> int) (sample: torch.Tensor) =
        let rows = sample.to_type torch.ScalarType.Float64
        let centred = rows - rows.mean [| 0L |]
        let struct (variances, components) = torch.linalg.eigh (centred.T.matmul centred) // [D] ascending, [D, D]
        let variances = variances.cpu().data<float>().ToArray()

        if Array.last variances <= 0.0 then
            raise (
                ArgumentException
                    $"{name} needs a sample that varies; all its rows are equal: use one that draws its directions, such as orthogonal"
            )

        let rank = rank variances |> min variances.Length
        components.narrow(1L, int64 (variances.Length - rank), int64 rank).to_type sample.dtype
