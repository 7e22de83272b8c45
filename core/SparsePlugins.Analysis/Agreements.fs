/// The agreement of dictionaries over the seeds of each variant.
module SparsePlugins.Analysis.Agreements

open SparsePlugins.Records
open SparsePlugins.Statistics

/// The pairs of a variant, each with the seeds of its runs.
let private pairsOf (agreement: AgreementRecord) (subject: Variant) =
    let seeds =
        subject.Runs
        |> List.map (fun run -> run.Planned.Id, run.Planned.Seed)
        |> Map.ofList

    [|
        for pair in Seq.distinct agreement.Pairs do
            match Map.tryFind pair.First seeds, Map.tryFind pair.Second seeds with
            | Some first, Some second when first <> second -> first, second, pair
            | _ -> ()
    |]

let private valuesOf (read: AgreementPair -> float) pairs =
    pairs
    |> Array.map (fun (first, second, pair) -> struct (first, second, read pair))

let private rowOf baselineOf agreement setting (subject: Variant) =
    let pairs = pairsOf agreement subject
    let estimate read = SeedPairs.Estimate(valuesOf read pairs)

    let seedsOf pairs =
        pairs |> Seq.collect (fun (one, other, _) -> [ one; other ]) |> Set.ofSeq

    /// Of the pairs of seeds that both have: a seed that one lost is in no pseudo-value of the other.
    let difference baseline =
        let others = pairsOf agreement baseline
        let common = Set.intersect (seedsOf pairs) (seedsOf others)

        let bySeed =
            Array.filter (fun (one, other, _) -> common.Contains one && common.Contains other)
            >> valuesOf _.Cosine
            >> SeedPairs.BySeed

        SampleStatistics.PairedDifferences(bySeed pairs, bySeed others)
        |> SampleStatistics.Estimate

    pairs.Length,
    {
        Variant = subject
        Setting = setting
        Seeds = (seedsOf pairs).Count
        Cosine = estimate _.Cosine
        Above07 = estimate _.Above07
        Above09 = estimate _.Above09
        Difference = baselineOf subject |> Option.map difference
    }

/// A row for every variant of which two dictionaries were compared, and every two of its seeds: a comparison that was stopped left others out.
let find (experiment: ExperimentRecord) (agreement: AgreementRecord) records =
    [
        for setting, variants in Variants.bySetting experiment records do
            for subject in variants do
                rowOf (Variants.baselineOf experiment variants) agreement setting subject
    ]
    |> List.filter (fun (pairs, row) -> row.Seeds > 1 && pairs = row.Seeds * (row.Seeds - 1) / 2)
    |> List.map snd
