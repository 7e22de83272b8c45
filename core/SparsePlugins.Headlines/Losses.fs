/// Clauses about criteria that nobody wins.
module internal SparsePlugins.Headlines.Losses

open System
open SparsePlugins.Headlines.Findings

/// Whether those that lose are named one by one.
let namesLosers losers = List.length losers <= 2

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
    | [ one ] when all.Length = 1 -> BaselineFirst $"{baseline} is {Clauses.better criterion} than {Clauses.nameOf one}"
    | _ when losers.Length = all.Length && baselines.Length = 1 ->
        BaselineFirst $"{baseline} is {Clauses.best criterion}"
    | [ one ] -> NobodyAhead(baseline, $"{Clauses.nameOf one} is {Clauses.worse criterion}")
    | _ when namesLosers losers ->
        NobodyAhead(baseline, $"{losers |> List.map Clauses.nameOf |> Clauses.joined} are {Clauses.worse criterion}")
    | _ -> NobodyAhead(baseline, $"{losers.Length} of {all.Length} are {Clauses.worse criterion}")

/// `no variant is shown to be faster than orthogonal to MMCS ≥ 0.9 (xavier is slower), nor better in final FVU (3 of 5 are worse)`
let private nobodyAhead (groups: (string * string * Finding list) list) =
    let clause index (baseline, losers, found: Finding list) =
        let word = Clauses.better found.Head.Criterion

        if index = 0 then
            $"no variant is shown to be {word} than {baseline} {Clauses.where found} ({losers})"
        else
            $"nor {word} {Clauses.where found} ({losers})"

    groups
    |> List.groupBy (fun (baseline, _, _) -> baseline)
    |> List.map (fun (_, alike) -> String.Join(", ", List.mapi clause alike))

let clauses experiment section (losses: (Finding * Judged list) list) =
    let groups =
        losses
        |> List.groupBy (fun (finding, losers) ->
            lossOf experiment section finding losers, Clauses.isTime finding.Criterion)
        |> List.map (fun ((loss, _), found) -> loss, List.map fst found)

    [
        for loss, found in groups do
            match loss with
            | BaselineFirst text -> $"{text} {Clauses.where found}"
            | NobodyAhead _ -> ()
    ]
    @ nobodyAhead
        [
            for loss, found in groups do
                match loss with
                | NobodyAhead(baseline, losers) -> baseline, losers, found
                | BaselineFirst _ -> ()
        ]
