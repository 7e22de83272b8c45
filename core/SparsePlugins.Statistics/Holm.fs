namespace SparsePlugins.Statistics

open System
open System.Collections.Generic

/// Corrects p-values for how many there are.
[<AbstractClass; Sealed>]
type Holm =
    /// Adjusted p-values in the order given: claiming those below 0.05 makes any false claim at most one time in twenty. The k-th smallest of
    /// m is multiplied by m - k + 1, and none is smaller than one before it. NaN stays NaN and is not counted.
    /// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
    static member Adjust(values: IReadOnlyList<float>) : IReadOnlyList<float> =
        let sorted =
            values
            |> Seq.indexed
            |> Seq.filter (snd >> Double.IsNaN >> not)
            |> Seq.sortBy snd
            |> Array.ofSeq

        let scaled =
            sorted
            |> Array.mapi (fun rank (_, p) -> min 1.0 (p * float (sorted.Length - rank)))
            |> Array.scan max 0.0
            |> Array.tail

        let adjusted = Array.create values.Count nan
        Array.iter2 (fun (index, _) p -> adjusted[index] <- p) sorted scaled
        adjusted
