namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts
open TorchSharp

/// Turns directions into the rows of revived features.
/// Source of the encoder's length and bias: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023.
module internal RevivedRows =
    /// Decoder rows along candidates that are new directions, the best first, of length 1; encoder rows the same, short, so that a new
    /// feature does not shout. Candidates that are zero or not new are passed over; features for which there is none stay dead.
    let along (options: RevivalOptions) (dead: DeadFeatures) (context: ComponentContext) (candidates: Matrix) =
        use scope = torch.NewDisposeScope()

        let decoder = dead.NewDirections(Tensors.ofMatrix context.Device candidates) // [P, D]

        let bias =
            match options.EncoderBias with
            | RevivedBias.LivingMean -> float32 dead.Living.Bias
            | _ -> 0f

        use length = (options.EncoderScale * dead.Living.Length).ToScalar()

        let biases =
            Tensors.ofNumbers context.Device (Array.create (int decoder.shape[0]) bias)

        let encoder = decoder.mul length
        scope.MoveToOuter(encoder, biases, decoder) |> ignore
        FeatureWeights(EncoderWeight = encoder, EncoderBias = biases, DecoderWeight = decoder)
