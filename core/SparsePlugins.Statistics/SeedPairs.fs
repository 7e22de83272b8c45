namespace SparsePlugins.Statistics

open System.Collections.Generic

/// Values of pairs of seeds. Two pairs that share a seed depend on each other, so that nothing may treat pairs as a sample: seeds are the sample.
[<AbstractClass; Sealed>]
type SeedPairs =
    static member private Mean(pairs: struct (int64 * int64 * float) seq) =
        pairs
        |> Seq.map (fun struct (_, _, value) -> value)
        |> Array.ofSeq
        |> SampleStatistics.Mean

    /// The jackknife's pseudo-value of each seed: n times the mean of all pairs, less n - 1 times the mean of the pairs without that seed. Their
    /// mean is the mean of all pairs, and Student's interval of them is one over seeds. Empty below three seeds.
    /// Source: Arvesen, "Jackknifing U-statistics", Annals of Mathematical Statistics 40 (1969).
    static member BySeed(pairs: IReadOnlyList<struct (int64 * int64 * float)>) : Map<int64, float> =
        let seeds =
            pairs
            |> Seq.collect (fun struct (one, other, _) -> [ one; other ])
            |> Seq.distinct
            |> Seq.sort
            |> Array.ofSeq

        let count, all = float seeds.Length, SeedPairs.Mean pairs

        let without seed =
            pairs
            |> Seq.filter (fun struct (one, other, _) -> one <> seed && other <> seed)
            |> SeedPairs.Mean

        if seeds.Length < SampleStatistics.LeastForInterval then
            Map.empty
        else
            seeds
            |> Seq.map (fun seed -> seed, count * all - (count - 1.0) * without seed)
            |> Map.ofSeq

    /// The mean of all pairs, with the interval over seeds; without one below three seeds.
    static member Estimate(pairs: IReadOnlyList<struct (int64 * int64 * float)>) : Estimate =
        match SeedPairs.BySeed pairs with
        | values when values.Count > 0 -> SampleStatistics.Estimate(Array.ofSeq values.Values)
        | _ when pairs.Count = 0 -> SampleStatistics.Estimate [||]
        | _ -> SampleStatistics.Estimate [| SeedPairs.Mean pairs |]
