namespace SparsePlugins.RareFeatures

/// Rows that point the same way.
module internal DirectionClusters =
    /// All rows, one of every cluster in turn; clusters in the order of their first rows, and rows of a cluster in order.
    let inTurn (random: RandomStream) clusters (directions: Matrix) =
        if directions.Rows = 0 then
            [||]
        else
            let centres =
                directions |> MiniBatchKMeans.centres random (min clusters directions.Rows)

            let cluster = (directions |> NearestCentre.assign centres).Centres

            Array.init directions.Rows id
            |> Turns.groups (fun row -> cluster[row])
            |> Turns.take
