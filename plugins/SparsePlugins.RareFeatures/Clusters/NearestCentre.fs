namespace SparsePlugins.RareFeatures

open System.Runtime.CompilerServices

/// The centre that each row belongs to.
type internal Assignment =
    {
        /// [N] places of centres; of equally near ones the first.
        Centres: int[]
        /// Sum of squared distances to them.
        Inertia: float
    }

module internal NearestCentre =
    let private blockRows = 64

    /// Hot: the nearest centre of a row, whose products with all centres stand in `products` from `start` on.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private nearestOf (norms: float32[]) (products: float32[]) start =
        let mutable least = infinityf
        let mutable nearest = 0

        for centre in 0 .. norms.Length - 1 do
            // |c|^2 - 2 x.c orders the centres c as |x - c|^2 does.
            let nearness = norms[centre] - 2f * products[start + centre]

            if nearness < least then
                least <- nearness
                nearest <- centre

        nearest

    /// Assigns every row to its nearest centre; N * centres * D multiplications.
    let assign (centres: Matrix) (matrix: Matrix) =
        let products = Products centres

        let norms =
            Array.init centres.Rows (fun row -> float32 (Matrix.squaredLength row centres))

        let block = Array.zeroCreate<float32>(blockRows * products.Stride)
        let nearest = Array.zeroCreate matrix.Rows
        let mutable inertia = 0.0

        for first in 0..blockRows .. matrix.Rows - 1 do
            let taken = min blockRows (matrix.Rows - first)
            products.Fill(matrix, first, taken, block)

            for row in first .. first + taken - 1 do
                nearest[row] <- nearestOf norms block ((row - first) * products.Stride)
                inertia <- inertia + float (Distance.squared (matrix.Row row) (centres.Row nearest[row]))

        { Centres = nearest; Inertia = inertia }
