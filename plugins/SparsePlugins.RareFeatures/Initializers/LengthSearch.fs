namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts
open TorchSharp

/// The length that encoder and decoder rows of a tied start are given together, so that it reconstructs a sample best.
module internal LengthSearch =
    let private blockRows = 1024L

    /// X . R and R . R, where centred rows X of the sample are reconstructed as R with ReLU codes.
    let private products (start: AutoencoderWeights) (sample: torch.Tensor) =
        (sample - start.DecoderBias).split blockRows
        |> Array.map (fun rows ->
            use _scope = torch.NewDisposeScope()

            let codes = (rows.mm (start.EncoderWeight.t ()) + start.EncoderBias).relu_()

            let reconstructed = (codes.mm start.DecoderWeight).to_type torch.ScalarType.Float64
            let along = (rows.to_type torch.ScalarType.Float64 * reconstructed).sum()
            along.item<float>(), reconstructed.square().sum().item<float>())
        |> Array.reduce (fun (along, squares) (a, s) -> along + a, squares + s)

    /// Of some lengths that with the smallest error, the first where several have it.
    let private best error lengths = lengths |> Array.minBy error

    /// First 0.1 to 5 in steps of 0.1, then steps of 0.01 up to 0.1 around the best. With rows and biases of length s, ReLU codes are s times as large and
    /// reconstructions s^2 times, so |X - s^2 R|^2 = |X|^2 - 2 s^2 X . R + s^4 R . R for every s.
    let find (start: AutoencoderWeights) (sample: torch.Tensor) =
        let along, squares = products start sample
        let error s = s * s * (s * s * squares - 2.0 * along)
        let coarse = Array.init 50 (fun i -> float (i + 1) / 10.0) |> best error

        Array.init 21 (fun i -> coarse + float (i - 10) / 100.0)
        |> Array.filter (fun s -> s > 1e-9)
        |> best error
