namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// What `evaluation` says.
type EvaluationRead =
    {
        Every: Stated<int64>
        DataEvery: Stated<int64>
        Samples: Stated<int>
        Thresholds: Stated<Threshold list>
        /// All of it by name, for options of components that have an effect only with some value of a key.
        ByName: Values
    }

module EvaluationKeys =
    let every =
        Key.integer "every" (1L, Most.steps) (Some 10L) "steps" "Steps between measurements of the dictionary alone."

    let dataEvery =
        Key.integer
            "data_every"
            (1L, Most.steps)
            (Some 100L)
            "steps"
            "Steps between measurements that read evaluation data."

    let samples =
        Key.size "samples" (2L, Most.rows) (Some 8192) "rows" "Rows of evaluation data; no run is trained on them."

    let thresholds =
        Key.texts "thresholds" "Bounds whose first crossing reports tabulate." Thresholds.parse
        |> Key.formed Thresholds.form
        |> Key.fixedly

    let section: KeySection<EvaluationRead> =
        {
            Fields = [ every.Field; dataEvery.Field; samples.Field; thresholds.Field ]
            Read =
                fun values ->
                    {
                        Every = Key.get every values
                        DataEvery = Key.get dataEvery values
                        Samples = Key.get samples values
                        Thresholds = Key.get thresholds values
                        ByName = values
                    }
        }

    /// The part that decides a run's result beside its metrics: the rows.
    let ofRun: KeySection<int> =
        {
            Fields = [ samples.Field ]
            Read = fun values -> (Key.get samples values).Value
        }

    /// `evaluation.every`.
    let path (key: Key<'T>) = $"evaluation.{key.Name}"
