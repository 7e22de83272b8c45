/// What measurements mean, for the legend of a report.
module internal SparsePlugins.Reporting.Meaning

open SparsePlugins.Reporting.Document

/// Of the metrics that come with SparsePlugins; a record does not carry the text of others.
let private known =
    Map
        [
            "mmcs", "mean over true features of the largest signed cosine with any dictionary row; 1 is perfect"
            "mmcs-learned-to-true", "mean over dictionary rows of the largest signed cosine with any true feature"
            "mmcs-recovered",
            "share of the true features whose largest cosine is above the metric's bound (0.9 unless stated)"
            "mmcs-distinct",
            "different dictionary rows that are some true feature's best match, over all dictionary rows"
            "mmcs-decile", "mmcs over a tenth of the true features: 1 the tenth that fires least often, 10 most often"
            "mcc", "mean absolute cosine of true features and dictionary rows that are matched one to one"
            "l0", "codes that are not 0, on average over the evaluation data"
            "l0-fraction", "l0 over the number of dictionary features"
            "fvu",
            "squared error over squared deviation from the mean row, both summed over the whole evaluation data; 0 is perfect"
            "fvu-explained-variance", "1 - fvu"
            "fvu-cosine", "mean cosine of a row and its reconstruction"
            "fvu-norm-ratio", "mean length of a reconstruction over that of its row; below 1 it shrinks"
            "dead-fraction", "share of the dictionary features that fire on no row of the evaluation data"
            "dead-fraction-count", "dictionary features that fire on no row of the evaluation data"
            "loss", "the training loss: squared error plus the L1 penalty, over the activation dimension"
        ]

let private better =
    function
    | "higher" -> "; higher is better"
    | "lower" -> "; lower is better"
    | _ -> ""

/// `mean over ...; higher is better.`
let ofMeasurement name direction =
    match Map.tryFind name known with
    | Some meaning -> [ Plain $"{meaning}{better direction}." ]
    | None ->
        [
            Plain "as its metric describes it ("
            Code "sparse components"
            Plain $"){better direction}."
        ]
