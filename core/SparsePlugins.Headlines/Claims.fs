/// What the findings of a setting claim, in clauses of one sentence: winners, where a winner loses, and criteria that nobody wins.
module internal SparsePlugins.Headlines.Claims

open System
open SparsePlugins.Documents
open SparsePlugins.Analysis
open SparsePlugins.Headlines.Findings
open SparsePlugins.Statistics

/// Winners by a criterion, with all that was judged by it.
type private Win =
    {
        Finding: Finding
        Winners: Judged list
    }

let private nameOf (standing: Standing, _) = standing.Variant.Name

let private isBad (finding: Finding) (_, comparison: Comparison) =
    Verdicts.weight (wordsOf finding.Criterion) comparison.Verdict = Verdicts.Bad

/// `data-sample`, `data-sample and xavier`, `4 of 12 variants (best: xavier)`; and whether it is one.
let private subject (win: Win) =
    match win.Winners with
    | [ one ] -> nameOf one, true
    | several when several.Length <= 3 -> several |> List.map nameOf |> Clauses.joined, false
    | several ->
        let all = several.Length = win.Finding.Judged.Length

        let count =
            if all then
                $"all {several.Length}"
            else
                $"{several.Length} of {win.Finding.Judged.Length}"

        $"{count} variants (best: {nameOf several.Head})", false

/// ` (-28 %)`, ` (up to -28 %)`: the lead of the best over its baseline.
let private lead (win: Win) =
    let standing = fst win.Winners.Head

    match standing.Percent |> Option.bind Clauses.percentText with
    | Some percent when win.Winners.Length > 1 -> $" (up to {percent})"
    | Some percent -> $" ({percent})"
    | None -> ""

let private leads (wins: Win list) =
    wins
    |> List.map _.Finding
    |> Clauses.whereWith (fun finding ->
        wins
        |> List.find (fun win -> Object.ReferenceEquals(win.Finding, finding))
        |> lead)

/// `data-sample is faster than orthogonal to MMCS ≥ 0.95 (-28 %), and better in final FVU (-3.1 %)`
let private full experiment section (wins: Win list) =
    let name, isOne = subject wins.Head
    let verb = if isOne then "is" else "are"
    let baseline = Clauses.sharedBaseline experiment section wins.Head.Winners

    match wins |> List.partition (fun win -> Clauses.isTime win.Finding.Criterion) with
    | [], ends -> $"{name} {verb} better than {baseline} {leads ends}"
    | times, [] -> $"{name} {verb} faster than {baseline} {leads times}"
    | times, ends -> $"{name} {verb} faster than {baseline} {leads times}, and better {leads ends}"

/// `also xavier in final FVU (-2.0 %), 4 of 12 variants (best: k-means) to MMCS ≥ 0.9 (-3.0 %)`
let private brief (groups: Win list list) =
    let texts =
        groups |> List.map (fun wins -> $"{fst (subject wins.Head)} {leads wins}")

    $"""also {String.Join(", ", texts)}"""

/// How many groups of winners get a clause with the baseline's name.
let private told = 2

let private winning experiment section (wins: Win list) =
    let groups =
        wins
        |> List.groupBy (fun win -> subject win, Clauses.sharedBaseline experiment section win.Winners)
        |> List.map snd

    match groups with
    | [] -> []
    | groups ->
        (groups |> List.truncate told |> List.map (full experiment section))
        @ [
            if groups.Length > told then
                groups
                |> List.skip told
                |> List.collect (List.groupBy (fun win -> Clauses.isTime win.Finding.Criterion) >> List.map snd)
                |> brief
        ]

let private namesLosers losers = List.length losers <= 2

/// `but data-sample is slower to MMCS ≥ 0.98`: where one that is named as a winner loses, unless a losing clause names it anyway.
let private reverses (findings: Finding list) (wins: Win list) =
    let named =
        wins
        |> List.collect (fun win ->
            if win.Winners.Length <= 3 then
                win.Winners
            else
                [ win.Winners.Head ])
        |> List.map (fst >> _.Variant)
        |> List.distinctBy _.Name

    let losesBy (variant: Variant) (finding: Finding) =
        match finding.Result with
        | Lost losers when namesLosers losers -> false
        | _ ->
            finding.Judged
            |> List.exists (fun judged -> variant.IsSame (fst judged).Variant && isBad finding judged)

    [
        for where, found in
            named
            |> List.choose (fun variant ->
                match findings |> List.filter (losesBy variant) with
                | [] -> None
                | lost ->
                    let texts =
                        lost
                        |> List.partition (fun finding -> Clauses.isTime finding.Criterion)
                        |> fun (times, ends) ->
                            [
                                if not times.IsEmpty then
                                    $"slower {Clauses.whereWith (fun _ -> String.Empty) times}"
                                if not ends.IsEmpty then
                                    $"worse {Clauses.whereWith (fun _ -> String.Empty) ends}"
                            ]

                    Some(Clauses.joined texts, variant.Name))
            |> List.groupBy fst do
            let names = List.map snd found
            $"""but {Clauses.listed names} {if names.Length = 1 then "is" else "are"} {where}"""
    ]

/// What loses by a criterion that nobody wins.
type private Loss =
    /// The baseline is ahead of all.
    | BaselineFirst of string
    /// Nobody is ahead of the baseline, and some are behind it.
    | NobodyAhead of baseline: string * losers: string

let private lossOf experiment section (finding: Finding) losers =
    let isTime = Clauses.isTime finding.Criterion
    let worse = if isTime then "slower" else "worse"

    let baselines =
        finding.Judged
        |> List.map (fun (standing, _) -> Clauses.baselineOf experiment section standing.Variant)

    let baseline = Clauses.sharedBaseline experiment section finding.Judged

    match losers with
    | [ one ] when finding.Judged.Length = 1 ->
        BaselineFirst $"""{baseline} is {if isTime then "faster" else "better"} than {nameOf one}"""
    | _ when losers.Length = finding.Judged.Length && (List.distinct baselines).Length = 1 ->
        BaselineFirst $"""{baseline} is {if isTime then "fastest" else "best"}"""
    | _ when namesLosers losers -> NobodyAhead(baseline, $"{losers |> List.map nameOf |> Clauses.joined} {worse}")
    | _ -> NobodyAhead(baseline, $"{losers.Length} of {finding.Judged.Length} {worse}")

/// `no variant is shown to be faster than orthogonal (xavier slower) to MMCS ≥ 0.9, nor better in final FVU (3 of 5 worse)`
let private losing experiment section (losses: (Finding * Judged list) list) =
    let better (found: Finding list) =
        if Clauses.isTime found.Head.Criterion then
            "faster"
        else
            "better"

    let where = Clauses.whereWith (fun _ -> String.Empty)

    let groups =
        losses
        |> List.groupBy (fun (finding, losers) ->
            lossOf experiment section finding losers, Clauses.isTime finding.Criterion)
        |> List.map (fun ((loss, _), found) -> loss, List.map fst found)

    let first =
        [
            for loss, found in groups do
                match loss with
                | BaselineFirst text -> $"{text} {where found}"
                | NobodyAhead _ -> ()
        ]

    let ahead =
        groups
        |> List.choose (fun (loss, found) ->
            match loss with
            | NobodyAhead(baseline, losers) -> Some(baseline, losers, found)
            | BaselineFirst _ -> None)
        |> List.mapi (fun index (baseline, losers, found) ->
            if index = 0 then
                $"no variant is shown to be {better found} than {baseline} ({losers}) {where found}"
            else
                $"nor {better found} {where found} ({losers})")

    first
    @ [
        if not ahead.IsEmpty then
            String.Join(", ", ahead)
    ]

/// Claims, those about winners first; empty where nothing is shown.
let ofFindings experiment section (findings: Finding list) =
    let wins =
        [
            for finding in findings do
                match finding.Result with
                | Won winners -> { Finding = finding; Winners = winners }
                | _ -> ()
        ]

    let losses =
        [
            for finding in findings do
                match finding.Result with
                | Lost losers -> finding, losers
                | _ -> ()
        ]

    winning experiment section wins
    @ reverses findings wins
    @ losing experiment section losses
