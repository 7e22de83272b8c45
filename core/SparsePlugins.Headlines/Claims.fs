/// What the findings of a setting claim, in clauses of one sentence: winners, where a winner loses, and criteria that nobody wins.
module internal SparsePlugins.Headlines.Claims

open SparsePlugins.Analysis
open SparsePlugins.Documents
open SparsePlugins.Headlines.Findings
open SparsePlugins.Statistics

let private isBad (finding: Finding) (_, comparison: Comparison) =
    Verdicts.weight (wordsOf finding.Criterion) comparison.Verdict = Verdicts.Bad

/// `but data-sample is slower to MMCS ≥ 0.98`: where winners lose, unless a losing clause names them anyway.
let private reverses (findings: Finding list) (wins: Wins.Win list) =
    let isWinner (subject: Variant) =
        wins
        |> List.exists (fun win ->
            win.Winners
            |> List.exists (fun (standing, _) -> subject.IsSame standing.Variant))

    let losersOf (finding: Finding) =
        match finding.Result with
        | Lost losers when Losses.namesLosers losers -> []
        | _ ->
            finding.Judged
            |> List.filter (fun judged -> isBad finding judged && isWinner (fst judged).Variant)
            |> List.map Clauses.nameOf

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
                    |> List.map (fun (word, alike) -> $"{word} {Clauses.where alike}")

                $"but {Clauses.listed names} {verb} {Clauses.joined places}"
    ]

/// Claims, those about winners first; empty where nothing is shown.
let ofFindings experiment section (findings: Finding list) =
    let wins =
        [
            for finding in findings do
                match finding.Result with
                | Won winners -> Wins.winOf experiment section finding winners
                | _ -> ()
        ]

    let losses =
        [
            for finding in findings do
                match finding.Result with
                | Lost losers -> finding, losers
                | _ -> ()
        ]

    Wins.clauses experiment section wins
    @ reverses findings wins
    @ Losses.clauses experiment section losses
