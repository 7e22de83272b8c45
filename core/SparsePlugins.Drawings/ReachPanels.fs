/// Panels below curves: when every variant crossed a threshold, or had features revived.
module SparsePlugins.Drawings.ReachPanels

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

/// Most rows.
let private mostRows = 24

/// `1240 ± 90`, or `1240 (1150 to 1310)`; how many never reached it where some did not.
let private note (row: ThresholdRow) =
    let steps = Numbers.fixedTo 0

    if row.Total = 0 && row.Failed > 0 then
        "failed"
    elif row.Total = 0 && row.Undefined > 0 then
        "undefined"
    elif row.Total = 0 then
        "no run yet"
    elif row.Reached.IsEmpty then
        "never reached"
    elif row.Censored > 0 then
        $"{row.Censored} of {row.Total} did not reach it"
    elif not row.Steps.HasInterval then
        steps row.Steps.Mean
    elif row.Steps.IsSymmetric then
        $"{steps row.Steps.Mean} ± {steps row.Steps.HalfWidth}"
    else
        $"{steps row.Steps.Mean} ({steps row.Steps.Lower} to {steps row.Steps.Upper})"

let private reach styleOf (row: ThresholdRow) : Plot.Reach =
    {
        Name = row.Variant.Name
        Style = styleOf row.Variant
        Seeds = row.Reached |> Map.values |> Seq.map float |> List.ofSeq
        SeedNumbers = row.Reached |> Map.keys |> List.ofSeq
        Steps =
            if row.Total > 0 && row.Censored = 0 then
                Some row.Steps
            else
                None
        Note = note row
    }

let private reachTitle (table: ThresholdTable) =
    let hasInterval = table.Rows |> List.exists _.Steps.HasInterval

    let marks =
        if hasInterval then
            "every seed, mean and 95 % interval"
        else
            "every seed"

    $"first step at {thresholdTitle table}: {marks}"

/// Every threshold of the measurement, or the last alone where that would be too many rows.
let reachPanels styleOf (variants: Variant list) order (tables: ThresholdTable list) : Plot.Panel list =
    let isShown (row: ThresholdRow) =
        variants |> List.exists (fun subject -> subject.Name = row.Variant.Name)

    let tables =
        tables
        |> List.map (fun table ->
            { table with
                Rows = List.filter isShown table.Rows
            })
        |> List.filter isReached

    let tables =
        if variants.Length * tables.Length <= mostRows then
            tables
        else
            tables |> List.tryLast |> Option.toList

    [
        for table in tables ->
            {
                Title = reachTitle table
                Reaches =
                    table.Rows
                    |> List.map (reach styleOf)
                    |> List.sortBy (fun reach -> Map.find reach.Name order)
            }
    ]

/// Steps at which dead features were revived, below the share that is dead.
let revivalPanels styleOf (variants: Variant list) section : Plot.Panel list =
    let rows =
        section.Revivals
        |> List.filter (fun row -> variants |> List.exists (fun subject -> subject.Name = row.Variant.Name))

    let reach (row: RevivalRow) : Plot.Reach =
        {
            Name = row.Variant.Name
            Style = styleOf row.Variant
            Seeds = row.Steps |> List.distinct |> List.map float
            SeedNumbers = []
            Steps = None
            Note = if row.Steps.IsEmpty then "none revived" else ""
        }

    if rows |> List.forall _.Steps.IsEmpty then
        []
    else
        [
            {
                Title = "steps at which dead features of any seed were given new weights"
                Reaches = List.map reach rows
            }
        ]
