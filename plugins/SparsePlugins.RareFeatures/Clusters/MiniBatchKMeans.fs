namespace SparsePlugins.RareFeatures

open SparsePlugins.Contracts

/// k-means that learns from small random batches, each centre with a step of 1 / (rows that it has seen).
/// Source: Sculley, "Web-scale k-means clustering", WWW 2010, as scikit-learn defines it: batches of 1,024 rows drawn with
/// replacement, a start by k-means++ on three batches' worth of rows, centres that stay (nearly) empty put on random rows, an
/// early end when the smoothed inertia stops improving. Departures: at most 40 batches; one trial a centre in k-means++; a sample of
/// at most 1,024 rows is a batch itself.
module internal MiniBatchKMeans =
    let private batchRows = 1024
    let private mostBatches = 40
    let private patience = 10

    /// A centre that has seen less than this share of the fullest one's rows is moved.
    let private emptiness = 0.01

    let private draw (random: RandomStream) (matrix: Matrix) =
        if matrix.Rows <= batchRows then
            matrix
        else
            matrix
            |> Matrix.select (Array.init batchRows (fun _ -> random.Below matrix.Rows))

    let private start (random: RandomStream) clusters (matrix: Matrix) =
        let rows = min matrix.Rows (3 * max batchRows clusters)

        matrix
        |> Matrix.select (random.Distinct(rows, matrix.Rows))
        |> KMeansStart.choose random clusters

    /// Moves each centre to the mean of all rows that it has seen, this batch's among them.
    let private learn (counts: float[]) (centres: Matrix) (batch: Matrix) (assigned: int[]) =
        for row in 0 .. batch.Rows - 1 do
            let centre = assigned[row]
            counts[centre] <- counts[centre] + 1.0
            let step = float32 (1.0 / counts[centre])
            let target = centres.Row centre
            let source = batch.Row row

            for i in 0 .. target.Length - 1 do
                target[i] <- target[i] + step * (source[i] - target[i])

    /// Random rows of the batch whose directions no centre has, nor one of them before.
    let private newRows (random: RandomStream) count (centres: Matrix) (batch: Matrix) =
        let directions = DirectionSet centres.Width

        for centre in 0 .. centres.Rows - 1 do
            directions.Add(centres.Row centre) |> ignore

        random.Distinct(count, batch.Rows)
        |> Array.filter (fun row -> directions.Add(batch.Row row))

    /// Puts centres that are nearly empty on random rows of the batch, at most half of it, with the smallest count of the others. Where
    /// the batch repeats rows some stay where they are, as a centre beside its twin would stay empty.
    let private refill (random: RandomStream) (counts: float[]) (centres: Matrix) (batch: Matrix) =
        let limit = emptiness * Array.max counts
        let others = counts |> Array.filter (fun count -> count >= limit) |> Array.min

        let empty =
            Array.init counts.Length id
            |> Array.filter (fun centre -> counts[centre] < limit)
            |> Array.sortBy (fun centre -> counts[centre])
            |> Array.truncate (batch.Rows / 2)

        let rows = newRows random empty.Length centres batch

        for centre, row in Array.zip (Array.truncate rows.Length empty) rows do
            (batch.Row row).CopyTo(centres.Row centre)
            counts[centre] <- others

    /// [clusters, D] centres; clusters at least 1 and at most N.
    let centres (random: RandomStream) clusters (matrix: Matrix) =
        let centres = matrix |> start random clusters
        let counts = Array.zeroCreate<float> clusters
        let weight = min 1.0 (2.0 * float batchRows / float (matrix.Rows + 1))

        let rec learnFrom batches rowsSinceRefill improvement =
            if batches < mostBatches && improvement.Waited < patience then
                let batch = draw random matrix
                let assigned = batch |> NearestCentre.assign centres
                learn counts centres batch assigned.Centres
                let rows = rowsSinceRefill + batch.Rows
                let refills = rows >= 10 * clusters || Array.contains 0.0 counts

                if refills && batches < mostBatches - 1 then
                    refill random counts centres batch

                // What the first batch shows is how good the start was.
                let improvement =
                    if batches = 0 then
                        improvement
                    else
                        improvement |> Improvement.note weight assigned.Inertia

                learnFrom (batches + 1) (if refills then 0 else rows) improvement

        learnFrom 0 0 Improvement.none
        centres
