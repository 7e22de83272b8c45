namespace SparsePlugins.RareFeatures

open System.Numerics
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

/// A matrix [N, D], packed so that the dot products of a few rows with all of its rows are one pass of SIMD arithmetic.
/// Panels of P neighbouring rows (two SIMD registers wide) are stored coordinate by coordinate.
[<Sealed>]
type internal Products(matrix: Matrix) =
    let lanes = Vector<float32>.Count
    let panel = 2 * lanes
    let width = matrix.Width
    let stride = (matrix.Rows + panel - 1) / panel * panel

    let packed =
        let packed = Array.zeroCreate<float32>(stride * width)

        for row in 0 .. matrix.Rows - 1 do
            let start = row / panel * panel * width + row % panel

            for column in 0 .. width - 1 do
                packed[start + column * panel] <- matrix.Values[row * width + column]

        packed

    let sums = Array.zeroCreate<Vector<float32>> 8

    /// Products of four rows, which start at the given places of `left`, with one panel.
    /// Hot: eight sums stay in registers, and addresses are not checked (a panel and a row have `width` steps).
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    static member private Multiply
        (
            left: float32[],
            row0: int,
            row1: int,
            row2: int,
            row3: int,
            packed: float32[],
            start: int,
            width: int,
            sums: Vector<float32>[]
        ) =
        let lanes = Vector<float32>.Count
        let from0 = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference left, row0)
        let from1 = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference left, row1)
        let from2 = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference left, row2)
        let from3 = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference left, row3)
        let from = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference packed, start)
        let mutable a0 = Vector<float32>.Zero
        let mutable b0 = Vector<float32>.Zero
        let mutable a1 = Vector<float32>.Zero
        let mutable b1 = Vector<float32>.Zero
        let mutable a2 = Vector<float32>.Zero
        let mutable b2 = Vector<float32>.Zero
        let mutable a3 = Vector<float32>.Zero
        let mutable b3 = Vector<float32>.Zero

        for column in 0 .. width - 1 do
            let a = Vector.LoadUnsafe(&from, unativeint (column * 2 * lanes))
            let b = Vector.LoadUnsafe(&from, unativeint (column * 2 * lanes + lanes))
            let x0 = Vector<float32>(Unsafe.Add(&from0, column))
            a0 <- Vector.FusedMultiplyAdd(x0, a, a0)
            b0 <- Vector.FusedMultiplyAdd(x0, b, b0)
            let x1 = Vector<float32>(Unsafe.Add(&from1, column))
            a1 <- Vector.FusedMultiplyAdd(x1, a, a1)
            b1 <- Vector.FusedMultiplyAdd(x1, b, b1)
            let x2 = Vector<float32>(Unsafe.Add(&from2, column))
            a2 <- Vector.FusedMultiplyAdd(x2, a, a2)
            b2 <- Vector.FusedMultiplyAdd(x2, b, b2)
            let x3 = Vector<float32>(Unsafe.Add(&from3, column))
            a3 <- Vector.FusedMultiplyAdd(x3, a, a3)
            b3 <- Vector.FusedMultiplyAdd(x3, b, b3)

        sums[0] <- a0
        sums[1] <- b0
        sums[2] <- a1
        sums[3] <- b1
        sums[4] <- a2
        sums[5] <- b2
        sums[6] <- a3
        sums[7] <- b3

    /// Writes one row's products with a panel.
    static member inline private Store(sums: Vector<float32>[], from: int, output: float32[], start: int) =
        let target = &Unsafe.Add(&MemoryMarshal.GetArrayDataReference output, start)
        sums[from].StoreUnsafe(&target)
        sums[from + 1].StoreUnsafe(&target, unativeint Vector<float32>.Count)

    /// N, rounded up to whole panels: the width of a row of products.
    member _.Stride = stride

    /// Dot products of rows of another matrix with every row of this one.
    /// `output` [count, Stride] gets them; what lies beyond N is zero.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    member _.Fill(left: Matrix, first: int, count: int, output: float32[]) =
        for start in 0..panel .. stride - 1 do
            for row0 in 0..4 .. count - 1 do
                // A last group of less than four repeats its last row, and writes it again.
                let row1 = min (row0 + 1) (count - 1)
                let row2 = min (row0 + 2) (count - 1)
                let row3 = min (row0 + 3) (count - 1)
                let left0 = (first + row0) * width
                let left1 = (first + row1) * width
                let left2 = (first + row2) * width
                let left3 = (first + row3) * width
                Products.Multiply(left.Values, left0, left1, left2, left3, packed, start * width, width, sums)
                Products.Store(sums, 0, output, row0 * stride + start)
                Products.Store(sums, 2, output, row1 * stride + start)
                Products.Store(sums, 4, output, row2 * stride + start)
                Products.Store(sums, 6, output, row3 * stride + start)
