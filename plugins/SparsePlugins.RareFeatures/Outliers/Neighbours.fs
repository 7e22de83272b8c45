namespace SparsePlugins.RareFeatures

open System.Numerics
open System.Runtime.CompilerServices

/// The K nearest other rows of every row, nearest first; of equally near ones the first.
type internal Neighbours =
    {
        /// K, below the number of rows.
        Count: int
        /// [N * K] places of rows.
        Rows: int[]
        /// [N * K] Euclidean distances.
        Distances: float[]
    }

module internal Neighbours =
    let private blockRows = 64

    /// The smallest values so far with their places, smallest first: a list of fixed length, kept sorted by insertion.
    let private insert (values: float32[]) (places: int[]) value place =
        let mutable i = values.Length - 1

        while i > 0 && values[i - 1] > value do
            values[i] <- values[i - 1]
            places[i] <- places[i - 1]
            i <- i - 1

        values[i] <- value
        places[i] <- place

    /// Sorts out one row: its products with all rows stand in `products` from `start` on.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private nearest row (norms: float32[]) (products: float32[]) start (values: float32[]) (places: int[]) =
        System.Array.Fill(values, infinityf)
        let last = values.Length - 1
        let minusTwo = Vector<float32>(-2f)
        let mutable bound = Vector<float32>(infinityf)

        for group in 0 .. Vector<float32>.Count .. norms.Length - 1 do
            // |y|^2 - 2 x.y orders the rows y as |x - y|^2 does.
            let nearness =
                Vector.FusedMultiplyAdd(
                    minusTwo,
                    Vector<float32>(products, start + group),
                    Vector<float32>(norms, group)
                )

            if Vector.LessThanAny(nearness, bound) then
                for lane in 0 .. Vector<float32>.Count - 1 do
                    if nearness[lane] < values[last] && group + lane <> row then
                        insert values places nearness[lane] (group + lane)

                bound <- Vector<float32>(values[last])

    /// The neighbours of every row; quadratic in N, one matrix product and one pass over it.
    let find (wanted: int) (matrix: Matrix) =
        let count = min wanted (matrix.Rows - 1)
        let centred = matrix |> Matrix.minus (Matrix.mean matrix) // float32 loses least around zero
        let products = Products centred

        let norms =
            Array.init products.Stride (fun row ->
                if row < matrix.Rows then
                    float32 (Matrix.squaredLength row centred)
                else
                    infinityf)

        let block = Array.zeroCreate (blockRows * products.Stride)
        let values = Array.zeroCreate count
        let places = Array.zeroCreate count
        let rows = Array.zeroCreate (matrix.Rows * count)
        let distances = Array.zeroCreate (matrix.Rows * count)

        for first in 0..blockRows .. matrix.Rows - 1 do
            let taken = min blockRows (matrix.Rows - first)
            products.Fill(centred, first, taken, block)

            for row in first .. first + taken - 1 do
                nearest row norms block ((row - first) * products.Stride) values places
                Array.blit places 0 rows (row * count) count

                for i in 0 .. count - 1 do
                    distances[row * count + i] <- Distance.exact (matrix.Row row) (matrix.Row places[i])

        {
            Count = count
            Rows = rows
            Distances = distances
        }
