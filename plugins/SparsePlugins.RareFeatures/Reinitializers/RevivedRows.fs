namespace SparsePlugins.RareFeatures

open System
open SparsePlugins.Contracts
open TorchSharp

/// Turns directions into the rows of revived features.
/// Source of the encoder's length and bias: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023.
module internal RevivedRows =
    /// Places of the features that live; where none does, all of them.
    let private living (dead: DeadFeatures) =
        let gone =
            dead.Indices.cpu().data<int64>().ToArray() |> Array.map int |> Set.ofArray

        let all = Array.init (int dead.Weights.EncoderBias.shape[0]) id

        match all |> Array.filter (gone.Contains >> not) with
        | [||] -> all
        | some -> some

    /// Decoder rows along the directions, of length 1; encoder rows the same, short, so that a new feature does not shout.
    /// Fewer directions than dead features serve in turn.
    let along (options: RevivalOptions) (dead: DeadFeatures) (context: ComponentContext) (directions: Matrix) =
        use _scope = torch.NewDisposeScope()
        let count = int dead.Indices.shape[0]
        let living = living dead
        let encoder = Tensors.toMatrix dead.Weights.EncoderWeight
        let length = living |> Array.averageBy (fun row -> Matrix.length row encoder)

        let bias =
            match options.EncoderBias with
            | RevivedBias.LivingMean ->
                let biases = dead.Weights.EncoderBias.cpu().data<float32>().ToArray()
                living |> Array.averageBy (fun feature -> float biases[feature]) |> float32
            | _ -> 0f

        let decoder =
            directions
            |> Matrix.unitRows
            |> Matrix.select (Array.init directions.Rows id |> Turns.cycle count)

        let revived =
            FeatureWeights(
                EncoderWeight =
                    Tensors.ofMatrix context.Device (decoder |> Matrix.scale (fun _ -> options.EncoderScale * length)),
                EncoderBias = Tensors.ofNumbers context.Device (Array.create count bias),
                DecoderWeight = Tensors.ofMatrix context.Device decoder
            )

        for weights in [ revived.EncoderWeight; revived.EncoderBias; revived.DecoderWeight ] do
            weights.MoveToOuterDisposeScope() |> ignore

        revived

    /// The places of rows that are not zero, in order; at least one. `examples` says how many there were to make them of.
    let usable name noun examples (rows: Matrix) =
        match Matrix.rowsThatPoint rows with
        | [||] ->
            raise (
                ArgumentException(
                    $"{name} needs {noun} that is not zero; all {examples} worst examples have none: raise training.batch"
                )
            )
        | places -> places
