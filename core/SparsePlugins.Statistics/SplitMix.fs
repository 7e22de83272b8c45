namespace SparsePlugins.Statistics

open System

/// A small generator whose numbers are the same everywhere and for ever, which `System.Random` doesn't promise.
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64).
type SplitMix(seed: uint64) =
    let mutable state = seed

    /// The next 64 bits.
    member _.Next() =
        state <- state + 0x9E3779B97F4A7C15UL
        let first = (state ^^^ (state >>> 30)) * 0xBF58476D1CE4E5B9UL
        let second = (first ^^^ (first >>> 27)) * 0x94D049BB133111EBUL
        second ^^^ (second >>> 31)

    /// From 0 to `count` - 1; for counts of seeds, what one is likelier than another by is below 10^-15.
    member generator.Below(count: int) =
        int (Math.BigMul(generator.Next(), uint64 count) >>> 64)
