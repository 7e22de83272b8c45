namespace SparsePlugins.RareFeatures

open System.Numerics

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

    /// Sorts out one row; how near it is to all `count` rows stands in `nearness` from `start` on.
    let private nearest row (nearness: float32[]) start count (values: float32[]) (places: int[]) =
        System.Array.Fill(values, infinityf)
        let last = values.Length - 1
        let lanes = Vector<float32>.Count

        let consider place =
            if nearness[start + place] < values[last] && place <> row then
                insert values places nearness[start + place] place

        let mutable place = 0

        while place <= count - lanes do
            if Vector.LessThanAny(Vector<float32>(nearness, start + place), Vector<float32>(values[last])) then
                for lane in 0 .. lanes - 1 do
                    consider (place + lane)

            place <- place + lanes

        for rest in place .. count - 1 do
            consider rest

    /// The neighbours of every row; quadratic in N, one matrix product and one pass over it.
    let find (wanted: int) (matrix: Matrix) =
        let count = min wanted (matrix.Rows - 1)
        let centred = matrix |> Matrix.minus (Matrix.mean matrix) // float32 loses least around zero
        use nearness = new Nearness(centred)
        let block = Array.zeroCreate (blockRows * matrix.Rows)
        let values = Array.zeroCreate count
        let places = Array.zeroCreate count
        let rows = Array.zeroCreate (matrix.Rows * count)
        let distances = Array.zeroCreate (matrix.Rows * count)

        for first in 0..blockRows .. matrix.Rows - 1 do
            let taken = min blockRows (matrix.Rows - first)
            nearness.Fill(centred, first, taken, block)

            for row in first .. first + taken - 1 do
                nearest row block ((row - first) * matrix.Rows) matrix.Rows values places
                Array.blit places 0 rows (row * count) count

                for i in 0 .. count - 1 do
                    distances[row * count + i] <- Distance.exact (matrix.Row row) (matrix.Row places[i])

        {
            Count = count
            Rows = rows
            Distances = distances
        }
