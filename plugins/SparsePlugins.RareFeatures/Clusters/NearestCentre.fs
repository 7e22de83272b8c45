namespace SparsePlugins.RareFeatures

/// The centre that each row belongs to.
type internal Assignment =
    {
        /// [N] places of centres.
        Centres: int[]
        /// Sum of squared distances to them.
        Inertia: float
    }

module internal NearestCentre =
    let private blockRows = 1024

    let private inertia (centres: Matrix) (matrix: Matrix) (nearest: int[]) =
        let mutable sum = 0.0

        for row in 0 .. matrix.Rows - 1 do
            sum <- sum + float (Distance.squared (matrix.Row row) (centres.Row nearest[row]))

        sum

    /// Assigns every row to its nearest centre; N * centres * D multiplications.
    let assign (centres: Matrix) (matrix: Matrix) =
        use nearness = new Nearness(centres)

        let nearest =
            [|
                for first in 0..blockRows .. matrix.Rows - 1 do
                    yield! nearness.Nearest(matrix, first, min blockRows (matrix.Rows - first))
            |]

        {
            Centres = nearest
            Inertia = inertia centres matrix nearest
        }
