namespace SparsePlugins.RareFeatures

open System
open System.Collections.Generic
open TorchSharp

/// The way between torch and plain arrays.
module internal Tensors =
    /// A copy of a tensor [N, D], from whatever device.
    let toMatrix (tensor: torch.Tensor) =
        use _scope = torch.NewDisposeScope()

        {
            Values = tensor.cpu().contiguous().data<float32>().ToArray()
            Width = int tensor.shape[1]
        }

    /// [N, D] on a device.
    let ofMatrix (device: torch.Device) (matrix: Matrix) =
        torch.tensor (
            (matrix.Values :> IList<float32>),
            ReadOnlySpan [| int64 matrix.Rows; int64 matrix.Width |],
            device = device
        )

    /// [N] on a device.
    let ofNumbers (device: torch.Device) (numbers: float32[]) =
        torch.tensor ((numbers :> IList<float32>), ReadOnlySpan [| numbers.LongLength |], device = device)

    /// [N] int64 on a device.
    let ofPlaces (device: torch.Device) (places: int[]) =
        torch.tensor ((Array.map int64 places :> IList<int64>), ReadOnlySpan [| places.LongLength |], device = device)
