namespace SparsePlugins.RareFeatures

/// How much thinner the data lies around a row than around its neighbours.
/// Source: Breunig, Kriegel, Ng, Sander, "LOF: identifying density-based local outliers", SIGMOD 2000, as scikit-learn defines it.
module internal LocalOutlierFactor =
    /// Neighbours that scikit-learn looks at unless told otherwise.
    let usualNeighbours = 20

    // Keeps the density of rows that are all equal finite; scikit-learn adds it to distances as they are, here the data is scaled to entries near 1 first.
    let private smallest = 1e-10

    /// The mean over the neighbours of a row.
    let private average (found: Neighbours) (value: int -> float) row =
        let mutable sum = 0.0

        for i in row * found.Count .. (row + 1) * found.Count - 1 do
            sum <- sum + value i

        sum / float found.Count

    /// One score a row: about 1 inside a cloud of even density, larger for an outlier.
    let scores neighbours (matrix: Matrix) =
        if matrix.Rows < 2 then
            Array.create matrix.Rows 1.0
        else
            let found = matrix |> Matrix.near |> Neighbours.find neighbours

            /// The distance of a row to the last of its neighbours.
            let reach row =
                found.Distances[(row + 1) * found.Count - 1]

            let reachability i =
                max found.Distances[i] (reach found.Rows[i])

            let densities =
                Array.init matrix.Rows (fun row -> 1.0 / (average found reachability row + smallest))

            Array.init matrix.Rows (fun row -> average found (fun i -> densities[found.Rows[i]]) row / densities[row])
