namespace SparsePlugins.RareFeatures


/// Where centres start: k-means++, each next centre a row drawn with probability proportional to its squared distance to the nearest so far.
/// Source: Arthur, Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007. One trial a centre.
module internal KMeansStart =
    /// A place drawn in proportion to its weight; any place where all weights are zero.
    let private draw (random: RandomStream) (weights: float32[]) =
        let mutable total = 0.0

        for weight in weights do
            total <- total + float weight

        if total > 0.0 then
            let mutable left = random.Uniform() * total
            let mutable place = 0

            while place < weights.Length - 1 && left >= float weights[place] do
                left <- left - float weights[place]
                place <- place + 1

            place
        else
            random.Below weights.Length

    /// Lowers each row's squared distance to the nearest centre by that to one more.
    let private approach (distances: float32[]) (matrix: Matrix) centre =
        for row in 0 .. distances.Length - 1 do
            let distance = Distance.squared (matrix.Row row) (matrix.Row centre)

            if distance < distances[row] then
                distances[row] <- distance

    /// Rows of the sample, as many as there are clusters.
    let choose (random: RandomStream) clusters (matrix: Matrix) =
        let distances = Array.create matrix.Rows infinityf
        let chosen = Array.zeroCreate clusters
        chosen[0] <- random.Below matrix.Rows

        for next in 1 .. clusters - 1 do
            approach distances matrix chosen[next - 1]
            chosen[next] <- draw random distances

        matrix |> Matrix.select chosen
