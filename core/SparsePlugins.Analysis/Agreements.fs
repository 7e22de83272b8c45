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
        for pair in agreement.Pairs do
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

    {
        Variant = subject
        Setting = setting
        Seeds =
            pairs
            |> Seq.collect (fun (first, second, _) -> [ first; second ])
            |> Seq.distinct
            |> Seq.length
        Cosine = estimate _.Cosine
        Above07 = estimate _.Above07
        Above09 = estimate _.Above09
        Difference = baselineOf subject |> Option.map difference
    }

/// A row for every variant of which two dictionaries were compared.
let find (experiment: ExperimentRecord) (agreement: AgreementRecord) records =
    [
        for setting, variants in Variants.bySetting experiment records do
            for subject in variants do
                rowOf (Variants.baselineOf experiment variants) agreement setting subject
    ]
    |> List.filter (fun row -> row.Seeds > 1)
