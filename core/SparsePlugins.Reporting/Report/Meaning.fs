/// What measurements mean, for the legend of a report.
module internal SparsePlugins.Reporting.Meaning

open SparsePlugins.Records
open SparsePlugins.Reporting.Document

let private better side =
    match side with
    | BetterSide.Higher -> "; higher is better"
    | BetterSide.Lower -> "; lower is better"
    | BetterSide.Neither -> ""

/// `mean over ...; higher is better.`
let ofMeasurement (facts: MeasurementFacts) =
    match facts.Meaning with
    | "" ->
        [
            Plain "as its metric describes it ("
            Code "sparse components"
            Plain $"){better facts.Better}."
        ]
    | meaning -> [ Plain $"{meaning}{better facts.Better}." ]
