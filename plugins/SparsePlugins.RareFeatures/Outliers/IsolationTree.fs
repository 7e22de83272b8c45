namespace SparsePlugins.RareFeatures


/// Random cuts that part the rows of a sample; a row that is alone after few cuts is an outlier.
type internal IsolationTree =
    /// So many rows were left together.
    | Leaf of size: int
    /// Rows whose number in the column is at most the threshold go below.
    | Split of column: int * threshold: float * below: IsolationTree * above: IsolationTree

module internal IsolationTree =
    // Euler's constant.
    let private gamma = 0.57721566490153286

    /// c(n): the mean number of cuts that isolate one of n rows, as the mean path of an unsuccessful search in a binary tree.
    let averagePath rows =
        match rows with
        | 0
        | 1 -> 0.0
        | 2 -> 1.0
        | n -> 2.0 * (log (float n - 1.0) + gamma) - 2.0 * (float n - 1.0) / float n

    let private range column (rows: int[]) (matrix: Matrix) =
        let mutable low = infinityf
        let mutable high = -infinityf

        for row in rows do
            let value = matrix.Values[row * matrix.Width + column]
            low <- min low value
            high <- max high value

        float low, float high

    /// A random column in which the rows differ, with their range.
    let private cuttable (random: RandomStream) rows (matrix: Matrix) =
        let tryColumn column =
            match range column rows matrix with
            | low, high when low < high -> Some(column, low, high)
            | _ -> None

        match tryColumn (random.Below matrix.Width) with
        | Some found -> Some found
        | None -> random.Distinct(matrix.Width, matrix.Width) |> Array.tryPick tryColumn

    /// A tree over some rows: at each cut a random column among those that vary, and a threshold uniform between its extremes.
    let rec grow (random: RandomStream) depth (rows: int[]) (matrix: Matrix) =
        if depth = 0 || rows.Length <= 1 then
            Leaf rows.Length
        else
            match cuttable random rows matrix with
            | None -> Leaf rows.Length
            | Some(column, low, high) ->
                let drawn = low + random.Uniform() * (high - low)
                // Rounding may reach the upper end, and then nothing would lie above.
                let threshold = if drawn < high then drawn else low

                let below, above =
                    rows
                    |> Array.partition (fun row -> float matrix.Values[row * matrix.Width + column] <= threshold)

                Split(column, threshold, grow random (depth - 1) below matrix, grow random (depth - 1) above matrix)

    /// h(x): cuts until the row is alone; where rows were left together, plus what parting them would take on average.
    let pathLength row (matrix: Matrix) tree =
        let rec walk depth tree =
            match tree with
            | Leaf size -> float depth + averagePath size
            | Split(column, threshold, below, above) ->
                let isBelow = float matrix.Values[row * matrix.Width + column] <= threshold
                walk (depth + 1) (if isBelow then below else above)

        walk 0 tree
