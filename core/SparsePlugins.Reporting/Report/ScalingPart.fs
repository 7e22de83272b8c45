/// The part of a report on the size of the problem.
module internal SparsePlugins.Reporting.ScalingPart

open SparsePlugins.Drawings
open SparsePlugins.Analysis
open SparsePlugins.Documents.Document

/// Nothing where no setting has another size.
let blocks (summary: Summary) =
    let one index (scaling: Scaling) =
        List.map Picture (ScalingFigures.ofScaling index scaling)
        @ [
            Paragraph
                [
                    Strong(scaling.Title + (if scaling.Where = "" then "" else $", {scaling.Where}"))
                ]
            OtherTables.scaling scaling
        ]

    match summary.Scalings with
    | [] -> []
    | scalings ->
        Heading(2, "Scaling") :: (scalings |> List.mapi one |> List.concat)
        @ [
            Paragraph
                [
                    Plain
                        "The exponent is the slope of log(result) over log(size), fitted by least squares for every seed that has a result at every size; mean over these seeds with the 95 % interval of Student's t. Runs that never reached a threshold, or had reached it before training, have no result."
                ]
        ]
