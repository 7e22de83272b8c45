namespace SparsePlugins.RareFeatures

open System
open SparsePlugins.Contracts

/// Rows of numbers: row after row in one array.
type internal Matrix =
    {
        /// N * D numbers.
        Values: float32[]
        /// D, at least 1.
        Width: int
    }

    /// N.
    member this.Rows = this.Values.Length / this.Width

    /// A row in place.
    member this.Row(index: int) =
        Span<float32>(this.Values, index * this.Width, this.Width)

module internal Matrix =
    /// The rows at the given places, in that order.
    let select (rows: int[]) (matrix: Matrix) =
        let chosen = Array.zeroCreate (rows.Length * matrix.Width)

        for i in 0 .. rows.Length - 1 do
            Array.blit matrix.Values (rows[i] * matrix.Width) chosen (i * matrix.Width) matrix.Width

        { matrix with Values = chosen }

    /// [D] the mean row, summed in float64; zeros where there is none.
    let mean (matrix: Matrix) =
        let sums = Array.zeroCreate<float> matrix.Width

        for row in 0 .. matrix.Rows - 1 do
            let start = row * matrix.Width

            for column in 0 .. sums.Length - 1 do
                sums[column] <- sums[column] + float matrix.Values[start + column]

        sums |> Array.map (fun sum -> float32 (sum / float (max 1 matrix.Rows)))

    /// Every row minus one vector.
    let minus (vector: float32[]) (matrix: Matrix) =
        let differences = Array.zeroCreate matrix.Values.Length

        for row in 0 .. matrix.Rows - 1 do
            let start = row * matrix.Width

            for column in 0 .. vector.Length - 1 do
                differences[start + column] <- matrix.Values[start + column] - vector[column]

        { matrix with Values = differences }

    /// Squared Euclidean length of a row, summed in float64.
    let squaredLength row (matrix: Matrix) =
        let mutable sum = 0.0

        for value in matrix.Row row do
            sum <- sum + float value * float value

        sum

    /// Euclidean length of a row.
    let length row matrix = sqrt (squaredLength row matrix)

    /// Every row times its own factor.
    let scale (factor: int -> float) (matrix: Matrix) =
        let scaled = Array.zeroCreate matrix.Values.Length

        for row in 0 .. matrix.Rows - 1 do
            let start = row * matrix.Width
            let factor = factor row

            for column in 0 .. matrix.Width - 1 do
                scaled[start + column] <- float32 (float matrix.Values[start + column] * factor)

        { matrix with Values = scaled }

    /// Every row scaled to length 1; rows of zeros stay.
    let unitRows (matrix: Matrix) =
        matrix
        |> scale (fun row ->
            match length row matrix with
            | 0.0 -> 1.0
            | length -> 1.0 / length)

    /// Every number times the power of two that brings the largest near 1, so that squares stay within float32.
    let near (matrix: Matrix) =
        let mutable largest = 0f

        for value in matrix.Values do
            largest <- max largest (abs value)

        let factor = Directions.PowerOfTwo largest

        { matrix with
            Values = matrix.Values |> Array.map (fun value -> value * factor)
        }

    /// Places of the rows that are not zero.
    let rowsThatPoint (matrix: Matrix) =
        Array.init matrix.Rows id
        |> Array.filter (fun row -> squaredLength row matrix > 0.0)
