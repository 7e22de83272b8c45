/// The answer in one sentence; a difference is only claimed where its interval excludes zero.
module internal SparsePlugins.Reporting.Headline

open System
open SparsePlugins.Reporting.Summary

let private interval format (difference: Estimate) =
    let low = min (abs difference.Lower) (abs difference.Upper)
    let high = max (abs difference.Lower) (abs difference.Upper)
    $"95 %% interval {format low} to {format high}"

/// So that the largest of many differences is not taken for the only one.
let private ofMany count =
    if count > 1 then
        $", the largest of {count} differences looked at"
    else
        ""

let private baselineName section (subject: Member) experiment =
    Members.baselineOf experiment section.Members subject
    |> Option.map _.Name
    |> Option.defaultValue experiment.Baseline

/// `orthogonal 0 of 5`, for every member.
let private reachedText (table: ThresholdTable) =
    let counts =
        table.Rows
        |> List.map (fun row -> $"{row.Member.Name} {row.Reached.Count} of {row.Total}")

    String.Join(", ", counts)

let private withVerdict verdict differenceOf rows =
    rows
    |> List.choose (fun row -> differenceOf row |> Option.map (fun (difference: Estimate) -> row, difference))
    |> List.filter (fun (_, difference) -> difference.Verdict = verdict)
    |> List.sortByDescending (fun (_, difference) -> abs difference.Mean)

let private stepsSentence experiment section (table: ThresholdTable) word (row: ThresholdRow, difference: Estimate) =
    let steps = Numbers.fixedTo 0
    let compared = table.Rows |> List.choose _.Difference |> List.length

    let earlier =
        if word = "fewer" then
            $"; earlier in {row.Earlier} of {row.Pairs} seeds"
        else
            ""

    $"{row.Member.Name} reached {thresholdText table.Threshold} in {steps (abs difference.Mean)} {word} steps than "
    + $"{baselineName section row.Member experiment} ({interval steps difference}{earlier}{ofMany compared})."

let private noDifference (table: ThresholdTable) =
    let threshold = thresholdText table.Threshold

    if table.Rows |> List.exists (fun row -> row.Reached.Count < row.Total) then
        $"Not every run reached {threshold}, so mean steps are not compared: {reachedText table}."
    else
        $"No difference shown in the steps to {threshold}."

let private ofThreshold experiment section (table: ThresholdTable) =
    let find verdict =
        table.Rows |> withVerdict verdict _.Difference |> List.tryHead

    match find Below, find Above with
    | Some fewer, _ -> stepsSentence experiment section table "fewer" fewer
    | None, Some more -> stepsSentence experiment section table "more" more
    | None, None -> noDifference table

let private ofEnd experiment section (table: MeasurementTable) =
    let decimals = table.Rows |> List.map _.End.Value.Mean |> Numbers.decimalsFor
    let compared = table.Rows |> List.choose _.End.Difference |> List.length

    let sentence word (row: MeasurementRow, difference: Estimate) =
        let format = Numbers.fixedTo decimals

        $"{row.Member.Name} ended at {table.Measurement} {format (abs difference.Mean)} {word} than "
        + $"{baselineName section row.Member experiment} ({interval format difference}{ofMany compared})."

    let find verdict =
        table.Rows |> withVerdict verdict _.End.Difference |> List.tryHead

    let above = find Above |> Option.map (fun found -> sentence "higher" found)
    let below = find Below |> Option.map (fun found -> sentence "lower" found)

    match
        if table.Better = "lower" then
            [ below; above ]
        else
            [ above; below ]
    with
    | sentences when List.exists Option.isSome sentences -> sentences |> List.pick id
    | _ -> $"No difference shown in {table.Measurement} at the end of the runs."

let private isReached (table: ThresholdTable) =
    table.Rows |> List.exists (fun row -> not row.Reached.IsEmpty)

/// Every threshold that some run reached, the last first: none is chosen for what came of it.
let private told section =
    section.Thresholds |> List.filter isReached |> List.rev

/// The answer of one setting.
let ofSection experiment section =
    let sound = section.Members |> List.collect _.Records |> List.filter isSound

    let atEnd () =
        section.Measurements
        |> List.tryHead
        |> Option.map (ofEnd experiment section)
        |> Option.defaultValue "Nothing was measured."

    if sound.IsEmpty then
        "No run has finished yet."
    elif not section.HasBaseline then
        $"Nothing is compared: no pair of a member and the baseline {experiment.Baseline} has run."
    else
        match told section, List.tryLast section.Thresholds with
        | [], Some table -> $"No run reached {thresholdText table.Threshold}. {atEnd ()}"
        | [], None -> atEnd ()
        | tables, _ -> String.Join(" ", tables |> List.map (ofThreshold experiment section))
