namespace SparsePlugins.Planning

/// What the values of `autoencoder` mean together, and what is wrong between them.
module internal Architecture =
    open System

    let private reluPenalty = 0.06
    let private usualAlpha = 1.0 / 32.0

    let private positionOf key (values: Map<string, Stated>) =
        values |> Map.tryFind key |> Option.bind _.Position

    let private isTopK values =
        Values.text "activation" values = "top-k"

    let private activation values : Activation =
        match isTopK values, Values.tryInteger "k" values with
        | true, Some k -> TopK(int k)
        | true, None
        | false, _ -> Relu

    /// The k of top-k makes codes sparse by itself, so that a penalty comes on top only where it is asked for.
    let private penalty values =
        match Values.tryNumber "l1" values, isTopK values with
        | Some stated, _ -> stated
        | None, true -> 0.0
        | None, false -> reluPenalty

    /// Stated by when a feature is dead; a weight of 0 is without, so that an axis can compare.
    let private auxiliary values : AuxiliarySpec | null =
        let alpha = Values.tryNumber "aux_alpha" values |> Option.defaultValue usualAlpha

        match Values.tryInteger "aux_dead_after" values with
        | Some deadAfter when alpha > 0.0 && isTopK values ->
            {
                DeadAfter = deadAfter
                Alpha = alpha
                K =
                    match Values.tryInteger "aux_k" values with
                    | Some most -> Nullable(int most)
                    | None -> Nullable()
            }
        | Some _
        | None -> null

    /// The spec of a setting without problems.
    let spec (values: Map<string, Stated>) : AutoencoderSpec =
        {
            Features = int (Values.integer "features" values)
            Activation = activation values
            L1 = penalty values
            DecoderBias = Values.flag "decoder_bias" values
            Auxiliary = auxiliary values
        }

    let private topK values =
        let features = Values.integer "features" values

        match isTopK values, Values.tryInteger "k" values, positionOf "k" values with
        | true, None, _ ->
            [
                positionOf "activation" values, "k", "is required with activation: top-k; add it, such as k: 32"
            ]
        | true, Some k, position when k > features ->
            [
                position, "k", $"must be at most the {features} features, got {k}; write k: {features} or less"
            ]
        | true, Some _, _
        | false, _, _ -> []

    let private auxiliaryK values =
        let features = Values.integer "features" values

        match Values.tryInteger "aux_k" values with
        | Some k when k > features && isTopK values ->
            [
                positionOf "aux_k" values,
                "aux_k",
                $"must be at most the {features} features, got {k}; write aux_k: {features}, or remove it"
            ]
        | Some _
        | None -> []

    /// The fused step has no auxiliary loss.
    let private step (setting: Setting) =
        match
            auxiliary setting.Autoencoder, Values.text "step" setting.Training, positionOf "step" setting.Training
        with
        | null, _, _ -> []
        | _, "fused", Some position ->
            [
                Problem.at
                    position
                    "training.step"
                    "must be auto or eager with an auxiliary loss (autoencoder.aux_dead_after), got 'fused'"
            ]
        | _ -> []

    /// What is wrong between the values of a setting.
    let problems (setting: Setting) : Problem list =
        [
            for position, key, message in topK setting.Autoencoder @ auxiliaryK setting.Autoencoder do
                match position with
                | Some position -> Problem.at position $"autoencoder.{key}" message
                | None -> ()
        ]
        @ step setting

    /// An auxiliary loss in which no feature can take part.
    let patience (setting: Setting) : Problem list =
        let samples =
            Values.integer "steps" setting.Training
            * Values.integer "batch" setting.Training

        match auxiliary setting.Autoencoder, positionOf "aux_dead_after" setting.Autoencoder with
        | null, _
        | _, None -> []
        | spec, Some position when spec.DeadAfter > samples ->
            [
                Problem.at
                    position
                    "autoencoder.aux_dead_after"
                    $"is more than the {samples} samples of a run; no feature can be dead"
            ]
        | _ -> []
