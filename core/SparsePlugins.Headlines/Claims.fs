/// What the findings of a setting claim, in clauses of one sentence: winners, where a winner loses, and criteria that nobody wins.
module internal SparsePlugins.Headlines.Claims

open System
open SparsePlugins.Analysis
open SparsePlugins.Documents
open SparsePlugins.Headlines.Findings
open SparsePlugins.Records
open SparsePlugins.Statistics

/// Winners by a criterion.
type private Win =
    {
        Finding: Finding
        Winners: Judged list
        /// Variants that were to be compared with a baseline of the winners.
        All: int
        /// Of the winners, each once.
        Baselines: string list
    }

let private nameOf (standing: Standing, _) = standing.Variant.Name

let private plain (findings: Finding list) =
    findings |> Clauses.whereWith (fun _ -> String.Empty)

let private isBad (finding: Finding) (_, comparison: Comparison) =
    Verdicts.weight (wordsOf finding.Criterion) comparison.Verdict = Verdicts.Bad

let private winOf experiment section (finding: Finding) winners =
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
    | [ only ] -> $"{nameOf only} {one}"
    | few when few.Length <= named -> $"{few |> List.map nameOf |> Clauses.joined} {several}"
    | many ->
        let count =
            if many.Length = win.All then
                $"all {many.Length}"
            else
                $"{many.Length} of {win.All}"

        $"{count} variants (best: {nameOf many.Head}) {several}"

/// The same for wins of the same variants, in whichever order.
let private key (win: Win) =
    let names = win.Winners |> List.map nameOf

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

let private winning experiment section (wins: Win list) =
    let groups = wins |> List.groupBy key |> List.map snd

    [
        for place, group in List.indexed groups do
            if place < inFull then
                full experiment section group
            else
                for _, alike in group |> List.groupBy (fun win -> Clauses.isTime win.Finding.Criterion) do
                    $"""{subject "also wins" "also win" group.Head} {leads experiment section alike}"""
    ]

let private namesLosers losers = List.length losers <= 2

/// `but data-sample is slower to MMCS ≥ 0.98`: where winners lose, unless a losing clause names them anyway.
let private reverses (findings: Finding list) (wins: Win list) =
    let isWinner (subject: Variant) =
        wins
        |> List.exists (fun win ->
            win.Winners
            |> List.exists (fun (standing, _) -> subject.IsSame standing.Variant))

    let losersOf (finding: Finding) =
        match finding.Result with
        | Lost losers when namesLosers losers -> []
        | _ ->
            finding.Judged
            |> List.filter (fun judged -> isBad finding judged && isWinner (fst judged).Variant)
            |> List.map nameOf

    [
        for names, found in
            findings
            |> List.map (fun finding -> List.sort (losersOf finding), finding)
            |> List.groupBy fst do
            if not names.IsEmpty then
                let verb = if names.Length = 1 then "is" else "are"

                let places =
                    found
                    |> List.map snd
                    |> List.groupBy (fun finding -> Clauses.worse finding.Criterion)
                    |> List.map (fun (word, alike) -> $"{word} {plain alike}")

                $"but {Clauses.listed names} {verb} {Clauses.joined places}"
    ]

/// What loses by a criterion that nobody wins.
type private Loss =
    /// The baseline is ahead of all.
    | BaselineFirst of string
    /// Nobody is ahead of the baseline, and some are behind it.
    | NobodyAhead of baseline: string * losers: string

let private lossOf experiment section (finding: Finding) losers =
    let criterion = finding.Criterion
    let all = candidates experiment section finding
    let baselines = Clauses.baselinesOf experiment section finding.Judged

    let baseline =
        if baselines.Length = 1 then
            baselines.Head
        else
            "its baseline"

    match losers with
    | [ one ] when all.Length = 1 -> BaselineFirst $"{baseline} is {Clauses.better criterion} than {nameOf one}"
    | _ when losers.Length = all.Length && baselines.Length = 1 ->
        BaselineFirst $"{baseline} is {Clauses.best criterion}"
    | [ one ] -> NobodyAhead(baseline, $"{nameOf one} is {Clauses.worse criterion}")
    | _ when namesLosers losers ->
        NobodyAhead(baseline, $"{losers |> List.map nameOf |> Clauses.joined} are {Clauses.worse criterion}")
    | _ -> NobodyAhead(baseline, $"{losers.Length} of {all.Length} are {Clauses.worse criterion}")

/// `no variant is shown to be faster than orthogonal to MMCS ≥ 0.9 (xavier is slower), nor better in final FVU (3 of 5 are worse)`
let private nobodyAhead (groups: (string * string * Finding list) list) =
    let clause index (baseline, losers, found: Finding list) =
        let word = Clauses.better found.Head.Criterion

        if index = 0 then
            $"no variant is shown to be {word} than {baseline} {plain found} ({losers})"
        else
            $"nor {word} {plain found} ({losers})"

    groups
    |> List.groupBy (fun (baseline, _, _) -> baseline)
    |> List.map (fun (_, alike) -> String.Join(", ", List.mapi clause alike))

let private losing experiment section (losses: (Finding * Judged list) list) =
    let groups =
        losses
        |> List.groupBy (fun (finding, losers) ->
            lossOf experiment section finding losers, Clauses.isTime finding.Criterion)
        |> List.map (fun ((loss, _), found) -> loss, List.map fst found)

    [
        for loss, found in groups do
            match loss with
            | BaselineFirst text -> $"{text} {plain found}"
            | NobodyAhead _ -> ()
    ]
    @ nobodyAhead
        [
            for loss, found in groups do
                match loss with
                | NobodyAhead(baseline, losers) -> baseline, losers, found
                | BaselineFirst _ -> ()
        ]

/// Claims, those about winners first; empty where nothing is shown.
let ofFindings experiment section (findings: Finding list) =
    let wins =
        [
            for finding in findings do
                match finding.Result with
                | Won winners -> winOf experiment section finding winners
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
