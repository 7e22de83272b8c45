/// Warnings about variants that end with different numbers of active features.
module internal SparsePlugins.Reporting.SparsityWarnings

open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics

/// Ends this near are alike: 10 %.
let private tolerance = 0.1

/// A variant whose mean L0 at the end is far from the baseline's, and both numbers.
let private farFrom (baseline: float) (row: MeasurementRow) =
    let own = row.End.Value.Mean

    if abs (own - baseline) > tolerance * max (abs own) (abs baseline) then
        Some(row.Variant, own)
    else
        None

let private inTable where (table: MeasurementTable) =
    match table.Rows |> List.tryFind _.Variant.IsBaseline with
    | None -> []
    | Some baseline ->
        let reference = baseline.End.Value.Mean

        match table.Rows |> List.choose (farFrom reference) with
        | [] -> []
        | far ->
            let subject, furthest =
                far
                |> List.maxBy (fun (_, value) -> abs (log ((value + 1e-9) / (reference + 1e-9))))

            let variants = Numbers.counted far.Length "variant"
            let ends = if far.Length = 1 then "ends" else "end"

            [
                $"Sparsity differs{where}: {variants} of {table.Rows.Length} {ends} more than 10 %% away from the {table.Title} of the baseline, "
                + $"{Numbers.fixedTo 1 reference} (furthest {subject.Name}, {Numbers.fixedTo 1 furthest}), so a difference may come from sparsity alone; "
                + "training.target_l0, or an architecture's k, makes them equal."
            ]

let unmatched (summary: Summary) =
    [
        for section in summary.Sections do
            let where = if section.Setting = "" then "" else $" ({section.Setting})"

            for table in section.Measurements do
                if table.Facts.ReportedAs = ReportedAs.ActiveFeatures then
                    yield! inTable where table
    ]
