/// What measurements mean, for the legend of a report.
module internal SparsePlugins.Reporting.Meaning

open System

/// By name; a longer name goes before the one that it begins with.
let private known =
    [
        "mmcs-decile", "the same over a tenth of the true features; decile 1 fires least often, decile 10 most often"
        "mmcs-reverse", "mean over dictionary rows of the largest signed cosine with any true feature (learned to true)"
        "mmcs-above", "share of the true features whose largest cosine with a dictionary row is above that bound"
        "mmcs",
        "mean over true features of the largest signed cosine with any dictionary row; "
        + "1 when every true feature is in the dictionary"
        "mcc", "mean |cosine| of true features and dictionary rows, matched one to one (Hungarian assignment)"
        "l0", "features that are active on a sample, on average"
        "fvu",
        "fraction of variance unexplained: squared error over the squared deviation from the mean, "
        + "over the whole evaluation set"
        "dead-fraction", "share of the features that never fired within the metric's window"
        "loss", "the training loss: squared error plus the L1 penalty, per activation dimension"
    ]

let private better =
    function
    | "higher" -> "; higher is better"
    | "lower" -> "; lower is better"
    | _ -> ""

/// `mean over ..., in samples; higher is better`
let ofMeasurement (name: string) unit direction =
    let meaning =
        known
        |> List.tryFind (fun (key, _) -> name = key || name.StartsWith(key + "-", StringComparison.Ordinal))
        |> Option.map snd
        |> Option.defaultValue "as the metric that reports it describes (`sparse components`)"

    let unit = if unit = "" then "" else $", in {Markdown.escape unit}"
    meaning + unit + better direction
