namespace SparsePlugins.Manifests

open System
open SparsePlugins.Specs

/// What `tune.by` says.
type TunedBy =
    | ByMetric of string
    | ByThreshold of Threshold

/// The keys of `tune`.
module TuneKeys =
    let name = "tune"

    let over = "over"

    let overSummary =
        "The keys whose values are chosen, each with the values to try: keys of training, and options of the architecture."

    let overForm =
        "a mapping such as { training.learning_rate: [1.0e-3, 3.0e-3], autoencoder.with.l1: [0.03, 0.06] }"

    let seeds = "seeds"

    let seedsSummary =
        "Seeds of the runs that choose, as a list; the comparison has others."

    let private parse (text: string) =
        if text.Contains('=', StringComparison.Ordinal) then
            ByThreshold(Thresholds.parse text)
        else
            ByMetric(text.Trim())

    let by: Key<TunedBy> =
        Key.text
            "by"
            None
            "What they are chosen by, on average over the seeds: a metric at the end of runs, or the steps to a threshold."
            parse
        |> Key.formed
            {
                Pattern = $"^[a-z0-9]+(-[a-z0-9]+)*$|{Thresholds.form.Pattern}"
                Rule = "must be a metric, such as 'fvu', or a threshold, such as 'mmcs >= 0.95'"
            }
        |> Key.fixedly

    /// Paths of keys that can be tuned, without options of the architecture.
    let known =
        TrainingKeys.own |> List.map (fun field -> $"training.{field.Option.Name}")

    /// What the path of an option of the architecture begins with.
    let ofArchitecture = "autoencoder.with."

    /// Why a key is the same for all runs; None for one that may differ.
    let isShared (path: string) =
        TrainingKeys.shared
        |> List.exists (fun field -> path = $"training.{field.Option.Name}")

    let private inWords name summary rule : KeyField =
        (Key.text name None summary id
         |> Key.formed
             {
                 Pattern = ""
                 Rule = $"must be {rule}"
             }
         |> Key.fixedly)
            .Field

    /// For documentation, as is the next.
    let overField = inWords over overSummary overForm

    let seedsField =
        inWords seeds seedsSummary "a list of seeds, such as [101, 102, 103]"
