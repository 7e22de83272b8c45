namespace SparsePlugins.RareFeatures

/// <summary>What makes a point an outlier.</summary>
type OutlierDetector =
    /// <summary>Few random cuts isolate it: isolation forest, 100 trees over 256 points each.</summary>
    | IsolationForest = 0
    /// <summary>The data is thinner around it than around its 20 nearest points: local outlier factor.</summary>
    | LocalOutlierFactor = 1
    /// <summary>It is far from the mean.</summary>
    | Distance = 2

module internal OutlierDetector =
    let private distances (matrix: Matrix) =
        let centred = matrix |> Matrix.minus (Matrix.mean matrix)
        Array.init matrix.Rows (fun row -> Matrix.length row centred)

    /// One score a row; larger is more of an outlier. An isolation forest alone uses chance.
    let scores (detector: OutlierDetector) random (matrix: Matrix) =
        match detector with
        | OutlierDetector.IsolationForest -> IsolationForest.scores random matrix
        | OutlierDetector.LocalOutlierFactor -> LocalOutlierFactor.scores LocalOutlierFactor.usualNeighbours matrix
        | OutlierDetector.Distance -> distances matrix
        | unknown -> invalidArg (nameof detector) $"no outlier detector has the number {int unknown}"
