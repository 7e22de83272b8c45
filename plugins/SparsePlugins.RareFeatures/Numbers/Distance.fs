namespace SparsePlugins.RareFeatures

open System
open System.Numerics
open System.Runtime.InteropServices

module internal Distance =
    /// Squared Euclidean distance of two rows of one width. Inline, because .NET compiles a loop well as soon as it has run long in one
    /// call, but a short function only after many calls and a pause.
    let inline squared (left: Span<float32>) (right: Span<float32>) =
        let x = &MemoryMarshal.GetReference left
        let y = &MemoryMarshal.GetReference right
        let mutable sums = Vector<float32>.Zero
        let mutable i = 0

        while i <= left.Length - Vector<float32>.Count do
            let difference =
                Vector.LoadUnsafe(&x, unativeint i) - Vector.LoadUnsafe(&y, unativeint i)

            sums <- sums + difference * difference
            i <- i + Vector<float32>.Count

        let mutable sum = Vector.Sum sums

        while i < left.Length do
            let difference = left[i] - right[i]
            sum <- sum + difference * difference
            i <- i + 1

        sum

    /// Euclidean distance of two rows, in float64.
    let exact (left: Span<float32>) (right: Span<float32>) =
        let mutable sum = 0.0

        for i in 0 .. left.Length - 1 do
            let difference = float left[i] - float right[i]
            sum <- sum + difference * difference

        sqrt sum
