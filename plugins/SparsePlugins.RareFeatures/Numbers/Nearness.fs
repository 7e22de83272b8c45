namespace SparsePlugins.RareFeatures

open System
open TorchSharp

/// How near rows x are to all rows y of a matrix [N, D]: |y|^2 - 2 x.y, which orders the y as |x - y|^2 does. A matrix product, so torch computes it.
[<Sealed>]
type internal Nearness(matrix: Matrix) =
    let columns, norms =
        use rows = Tensors.ofMatrix torch.CPU matrix
        use squares = rows.square ()
        rows.t (), squares.sum (dim = 1) // [D, N], [N]

    /// [count, N] for some rows of another matrix of the same width.
    let between (others: Matrix) first count =
        use rows = Tensors.ofRows torch.CPU first count others
        torch.addmm (norms, rows, columns, beta = 1f, alpha = -2f)

    /// Writes it for some rows of another matrix to the front of `output` [count, N].
    member _.Fill(others: Matrix, first: int, count: int, output: float32[]) =
        use between = between others first count
        between |> Tensors.copyTo (Span<float32>(output, 0, count * matrix.Rows))

    /// The place of the nearest row y for some rows of another matrix.
    member _.Nearest(others: Matrix, first: int, count: int) =
        use between = between others first count
        use places = between.argmin 1L
        Tensors.toPlaces places

    interface IDisposable with
        member _.Dispose() =
            columns.Dispose()
            norms.Dispose()
