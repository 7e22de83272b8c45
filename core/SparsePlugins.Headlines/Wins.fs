/// Clauses about those that win.
module internal SparsePlugins.Headlines.Wins

open System
open SparsePlugins.Analysis
open SparsePlugins.Headlines.Findings
open SparsePlugins.Records
open SparsePlugins.Statistics

/// Winners by a criterion.
type Win =
    {
        Finding: Finding
        Winners: Judged list
        /// Variants that were to be compared with a baseline of the winners.
        All: int
        /// Of the winners, each once.
        Baselines: string list
    }

let winOf experiment section (finding: Finding) winners =
    let baselines = Clauses.baselinesOf experiment section winners

    let isAgainst (subject: Variant) =
        List.contains (Clauses.baselineOf experiment section subject) baselines

    {
        Finding = finding
        Winners = winners
        All = candidates experiment section finding |> List.filter isAgainst |> List.length
        Baselines = baselines
    }

/// Most winners that are named one by one.
let private named = 3

/// `data-sample is`, `data-sample and xavier are`, `4 of 12 variants (best: xavier) are`
let private subject one several (win: Win) =
    match win.Winners with
    | [ only ] -> $"{Clauses.nameOf only} {one}"
    | few when few.Length <= named -> $"{few |> List.map Clauses.nameOf |> Clauses.joined} {several}"
    | many ->
        let count =
            if many.Length = win.All then
                $"all {many.Length}"
            else
                $"{many.Length} of {win.All}"

        $"{count} variants (best: {Clauses.nameOf many.Head}) {several}"

/// The same for wins of the same variants, in whichever order.
let private key (win: Win) =
    let names = win.Winners |> List.map Clauses.nameOf

    (if names.Length <= named then
         List.sort names
     else
         [ subject "" "" win ]),
    win.Baselines

/// The largest lead of a winner over its baseline: ` (-28 %)`, ` (up to -28 %)`, ` (-28 % or more)`; an absolute one where there is no percent.
let private lead experiment section (win: Win) =
    let criterion = win.Finding.Criterion
    let upTo = if win.Winners.Length > 1 then "up to " else ""

    let furthest value =
        if criterion.IsLowerBetter then
            List.minBy value
        else
            List.maxBy value

    match win.Winners |> List.filter (fun (standing, _) -> standing.Percent.IsSome) with
    | [] ->
        let (_, comparison) as best =
            win.Winners |> furthest (fun (_, found: Comparison) -> found.Difference.Mean)

        $" ({upTo}{Numbers.signed (Clauses.decimals criterion best) comparison.Difference.Mean})"
    | some ->
        let standing, _ =
            some |> furthest (fun (standing: Standing, _) -> standing.Percent.Value)

        match Clauses.percentText standing.Percent.Value, Clauses.orMore experiment section criterion standing with
        | Some text, "" -> $" ({upTo}{text})"
        | Some text, orMore -> $" ({text}{orMore})"
        | None, _ -> ""

let private leads experiment section (wins: Win list) =
    wins
    |> List.map _.Finding
    |> Clauses.whereWith (fun finding ->
        wins
        |> List.find (fun win -> Object.ReferenceEquals(win.Finding, finding))
        |> lead experiment section)

/// `data-sample is faster than orthogonal to MMCS ≥ 0.95 (-28 %), and better in final FVU (-3.1 %)`
let private full (experiment: ExperimentRecord) section (wins: Win list) =
    let who = subject "is" "are" wins.Head
    let leads = leads experiment section

    let baseline =
        match wins.Head.Baselines with
        | [ one ] -> one
        | _ -> $"their baselines ({experiment.Baseline})"

    match wins |> List.partition (fun win -> Clauses.isTime win.Finding.Criterion) with
    | [], ends -> $"{who} better than {baseline} {leads ends}"
    | times, [] -> $"{who} faster than {baseline} {leads times}"
    | times, ends -> $"{who} faster than {baseline} {leads times}, and better {leads ends}"

/// How many groups of winners get a clause with the baseline's name.
let private inFull = 2

let clauses experiment section (wins: Win list) =
    let groups = wins |> List.groupBy key |> List.map snd

    [
        for place, group in List.indexed groups do
            if place < inFull then
                full experiment section group
            else
                for _, alike in group |> List.groupBy (fun win -> Clauses.isTime win.Finding.Criterion) do
                    $"""{subject "also wins" "also win" group.Head} {leads experiment section alike}"""
    ]
