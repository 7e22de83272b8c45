namespace SparsePlugins.RareFeatures

open System
open System.Runtime.CompilerServices

/// k-means that learns from small random batches, each centre with a step of 1 / (rows that it has seen).
/// Source: Sculley, "Web-scale k-means clustering", WWW 2010, as scikit-learn defines it: batches of 1,024 rows drawn with replacement, a start by
/// k-means++ on three batches' worth of rows, centres that stay (nearly) empty put on random rows, an early end when the smoothed
/// inertia stops improving. Departures: at most 40 batches; one trial a centre in k-means++.
module internal MiniBatchKMeans =
    let private batchRows = 1024
    let private mostBatches = 40
    let private patience = 10

    /// A centre that has seen less than this share of the fullest one's rows is moved.
    let private emptiness = 0.01

    let private start (random: RandomStream) clusters (matrix: Matrix) =
        let rows = min matrix.Rows (3 * max batchRows clusters)

        matrix
        |> Matrix.select (random.Distinct(rows, matrix.Rows))
        |> KMeansStart.choose random clusters

    /// Moves each centre to the mean of all rows that it has seen, this batch's among them.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private learn (counts: float[]) (centres: Matrix) (batch: Matrix) (assigned: int[]) =
        for row in 0 .. batch.Rows - 1 do
            let centre = assigned[row]
            counts[centre] <- counts[centre] + 1.0
            let step = float32 (1.0 / counts[centre])
            let target = centres.Row centre
            let source = batch.Row row

            for i in 0 .. target.Length - 1 do
                target[i] <- target[i] + step * (source[i] - target[i])

    /// Puts centres that are nearly empty on distinct random rows of the batch, at most half of it, with the smallest count of the others.
    let private refill (random: RandomStream) (counts: float[]) (centres: Matrix) (batch: Matrix) =
        let limit = emptiness * Array.max counts

        let empty =
            Array.init counts.Length id
            |> Array.filter (fun centre -> counts[centre] < limit)
            |> Array.sortBy (fun centre -> counts[centre])
            |> Array.truncate (batch.Rows / 2)

        if empty.Length > 0 then
            let others = counts |> Array.filter (fun count -> count >= limit) |> Array.min
            let rows = random.Distinct(empty.Length, batch.Rows)

            for i in 0 .. empty.Length - 1 do
                (batch.Row rows[i]).CopyTo(centres.Row empty[i])
                counts[empty[i]] <- others

    /// [clusters, D] centres; clusters at least 1 and at most N.
    let centres (random: RandomStream) clusters (matrix: Matrix) =
        let centres = matrix |> start random clusters
        let counts = Array.zeroCreate<float> clusters
        let rows = min batchRows matrix.Rows
        let smoothing = min 1.0 (2.0 * float rows / float (matrix.Rows + 1))
        let mutable smoothed = nan
        let mutable best = infinity
        let mutable worse = 0
        let mutable batches = 0
        let mutable sinceRefill = 0

        while batches < mostBatches && worse < patience do
            let batch =
                matrix |> Matrix.select (Array.init rows (fun _ -> random.Below matrix.Rows))

            let assigned = batch |> NearestCentre.assign centres
            learn counts centres batch assigned.Centres
            batches <- batches + 1
            sinceRefill <- sinceRefill + rows

            if
                batches < mostBatches
                && (sinceRefill >= 10 * clusters || Array.contains 0.0 counts)
            then
                refill random counts centres batch
                sinceRefill <- 0

            // The first batch is as good as the start, not as the centres.
            if batches > 1 then
                smoothed <-
                    if Double.IsNaN smoothed then
                        assigned.Inertia
                    else
                        smoothed * (1.0 - smoothing) + assigned.Inertia * smoothing

                worse <- if smoothed < best then 0 else worse + 1
                best <- min best smoothed

        centres
