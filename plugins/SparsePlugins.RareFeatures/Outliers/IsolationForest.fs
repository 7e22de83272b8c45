namespace SparsePlugins.RareFeatures

/// Source: Liu, Ting, Zhou, "Isolation forest", ICDM 2008, with scikit-learn's definitions and defaults.
module internal IsolationForest =
    /// Trees of a forest, and rows that each is grown on.
    let trees, subsample = 100, 256

    let private depthFor rows =
        int (ceil (System.Math.Log2(float (max 2 rows))))

    /// Trees over random rows of the sample, all of them as deep as a balanced tree would be.
    let grow (random: RandomStream) (matrix: Matrix) =
        let size = min subsample matrix.Rows

        Array.init trees (fun _ ->
            IsolationTree.grow random (depthFor size) (random.Distinct(size, matrix.Rows)) matrix)

    /// One score a row, 2^(-E h(x) / c(n)), n rows a tree: between 0 and 1, near 1 for an outlier, below 0.5 in the middle.
    let scoresOf rowsPerTree (matrix: Matrix) forest =
        let sums = Array.zeroCreate<float> matrix.Rows

        for tree in forest do
            for row in 0 .. matrix.Rows - 1 do
                sums[row] <- sums[row] + IsolationTree.pathLength row matrix tree

        // One row alone is parted from nothing: c is 0, and so are its paths.
        let usual =
            max 1.0 (IsolationTree.averagePath rowsPerTree) * float (Array.length forest)

        sums |> Array.map (fun sum -> 2.0 ** (-sum / usual))

    /// Scores of a sample's rows, by a forest grown on it.
    let scores random (matrix: Matrix) =
        grow random matrix |> scoresOf (min subsample matrix.Rows) matrix
