namespace SparsePlugins.RareFeatures

/// Pseudo-random numbers over plain arrays: one seed, one sequence, on every machine and device.
/// Source: SplitMix64 of Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
[<Sealed>]
type internal RandomStream(seed: uint64) =
    let mutable state = seed

    /// 64 random bits.
    member _.Bits() =
        state <- state + 0x9E3779B97F4A7C15UL
        let mixed = (state ^^^ (state >>> 30)) * 0xBF58476D1CE4E5B9UL
        let mixed = (mixed ^^^ (mixed >>> 27)) * 0x94D049BB133111EBUL
        mixed ^^^ (mixed >>> 31)

    /// A multiple of 2^-53 in [0, 1).
    member this.Uniform() =
        float (this.Bits() >>> 11) * (1.0 / 9007199254740992.0)

    /// One of 0 .. count - 1; the bias is below count / 2^32.
    member this.Below(count: int) =
        int (((this.Bits() >>> 32) * uint64 count) >>> 32)

    /// Some distinct ones of 0 .. count - 1, in random order.
    member this.Distinct(count: int, among: int) =
        let all = Array.init among id

        for i in 0 .. count - 1 do
            let j = i + this.Below(among - i)
            let swapped = all[i]
            all[i] <- all[j]
            all[j] <- swapped

        Array.sub all 0 count

    /// The same items in random order.
    member this.Shuffle(items: 'item[]) =
        this.Distinct(items.Length, items.Length) |> Array.map (fun i -> items[i])
