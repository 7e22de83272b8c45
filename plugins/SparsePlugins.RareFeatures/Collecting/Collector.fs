namespace SparsePlugins.RareFeatures

/// What rare vectors are collected from.
type internal Sample =
    {
        /// [N, D]; means, clusters and densities are those of all its rows.
        Points: Matrix
        /// Places of the rows that may be taken, in random order; none of them is zero.
        Free: int[]
    }

/// A way to collect rare vectors from a sample.
type internal Collector =
    /// Free points minus the mean of the sample.
    | MeanResidual
    /// Free points, a random one of every cluster in turn, minus the centroid of their cluster.
    /// As many clusters as vectors are wanted, where none are stated.
    | CentroidResidual of clusters: int option
    /// The free points with the largest scores.
    | Outliers of detector: OutlierDetector
    /// Free points as they are.
    | RandomControl

module internal Collector =
    let private residuals (sample: Sample) (subtract: Matrix -> Matrix) =
        sample.Points |> Matrix.select sample.Free |> subtract

    let private clusterResiduals clusters (random: RandomStream) (sample: Sample) =
        let centres =
            sample.Points
            |> MiniBatchKMeans.centres random (min clusters sample.Points.Rows)

        let free = sample.Points |> Matrix.select sample.Free
        let cluster = (free |> NearestCentre.assign centres).Centres

        let inTurn =
            Array.init free.Rows id
            |> Turns.groups (fun row -> cluster[row])
            |> random.Shuffle
            |> Turns.take

        let members = free |> Matrix.select inTurn
        let own = centres |> Matrix.select (inTurn |> Array.map (fun row -> cluster[row]))

        { members with
            Values = Array.map2 (-) members.Values own.Values
        }

    let private outliers detector random (sample: Sample) =
        let scores = sample.Points |> OutlierDetector.scores detector random
        // Equal scores go by place, so that the order of the free rows, which is random, plays no part.
        let ranked = sample.Free |> Array.sortBy (fun row -> -scores[row], row)
        sample.Points |> Matrix.select ranked

    /// [n, D] rare vectors, none of them zero, the first to be taken first. Some may coincide: who takes them looks for directions that are new.
    let collect (random: RandomStream) wanted (sample: Sample) collector =
        let near =
            { sample with
                Points = Matrix.near sample.Points
            }

        let candidates =
            match collector with
            | MeanResidual -> residuals near (Matrix.minus (Matrix.mean near.Points))
            | CentroidResidual clusters -> clusterResiduals (clusters |> Option.defaultValue wanted) random near
            | Outliers detector -> outliers detector random sample
            | RandomControl -> residuals sample id

        candidates |> Matrix.select (Matrix.rowsThatPoint candidates)
