namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Limits that several keys share.
module Most =
    let million = 1_000_000
    let steps = 1000L * int64 million
    let rows = 16 * million

/// What `autoencoder` says besides its architecture.
type AutoencoderRead =
    {
        /// F.
        Features: Stated<int>
    }

module AutoencoderKeys =
    let features =
        Key.size "features" (1L, Most.rows) None "features" "F, the features of the dictionary."

    let section: KeySection<AutoencoderRead> =
        {
            Fields = [ features.Field ]
            Read = fun values -> { Features = Key.get features values }
        }

    /// Where every dictionary has its own size.
    let ofOthers: AutoencoderRead =
        {
            Features = { Value = 1; Position = None }
        }

/// When a reinitializer is asked, and for which features.
type RevivalRead =
    {
        Every: Stated<int64>
        DeadAfter: Stated<int64>
        WarmUp: Stated<int64>
        Until: Stated<int64>
    }

module RevivalKeys =
    let every =
        Key.integer "every" (1L, Most.steps) None "steps" "Steps between two looks for dead features."

    let deadAfter =
        Key.integer
            "dead_after"
            (1L, Most.steps * int64 Most.million)
            None
            "samples"
            "A feature is dead when it has not fired for this many samples."

    let warmUp =
        Key.integer
            "warm_up"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "Steps over which the learning rate of all parameters rises again after features were revived."

    let until =
        Key.integer
            "until"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "The last step after which features are revived, so that all have time to learn before the run ends. 0 revives to the end."

    let section: KeySection<RevivalRead> =
        {
            Fields = [ every.Field; deadAfter.Field; warmUp.Field; until.Field ]
            Read =
                fun values ->
                    {
                        Every = Key.get every values
                        DeadAfter = Key.get deadAfter values
                        WarmUp = Key.get warmUp values
                        Until = Key.get until values
                    }
        }

    /// `every=400`, in the order of labels.
    let texts (read: RevivalRead) =
        [
            every, read.Every
            deadAfter, read.DeadAfter
            warmUp, read.WarmUp
            until, read.Until
        ]
        |> List.map (fun (key, stated) -> $"{key.Name}={Numerals.integer stated.Value}")

/// How often a metric is measured, where it says so itself.
type MeasuringRead = { Every: int64 option }

module MeasuringKeys =
    let every =
        Key.integer "every" (1L, Most.steps) None "steps" "Steps between two measurements, in place of evaluation's."
        |> Key.optional
        |> Key.fixedly

    let section: KeySection<MeasuringRead> =
        {
            Fields = [ every.Field ]
            Read =
                fun values ->
                    {
                        Every = Key.tryGet every values |> Option.map _.Value
                    }
        }
