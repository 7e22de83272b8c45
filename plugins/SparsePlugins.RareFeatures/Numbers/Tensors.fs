namespace SparsePlugins.RareFeatures

open System
open System.Collections.Generic
open System.Runtime.InteropServices
open TorchSharp

/// The way between torch and plain arrays.
module internal Tensors =
    /// Copies the numbers of a contiguous float32 tensor on the CPU; an accessor would copy them one by one.
    let copyTo (target: Span<float32>) (tensor: torch.Tensor) =
        MemoryMarshal.Cast<byte, float32>(tensor.bytes).CopyTo target

    /// A copy of a tensor [N, D], from whatever device.
    let toMatrix (tensor: torch.Tensor) =
        use _scope = torch.NewDisposeScope()
        let values = Array.zeroCreate (int (tensor.numel ()))
        tensor.cpu().contiguous() |> copyTo (Span values)

        {
            Values = values
            Width = int tensor.shape[1]
        }

    /// Some rows [count, D] on a device.
    let ofRows (device: torch.Device) first count (matrix: Matrix) =
        let values =
            Memory<float32>(matrix.Values, first * matrix.Width, count * matrix.Width)

        torch.tensor (values, ReadOnlySpan [| int64 count; int64 matrix.Width |], device = device)

    /// [N, D] on a device.
    let ofMatrix (device: torch.Device) (matrix: Matrix) = ofRows device 0 matrix.Rows matrix

    /// [N] on a device.
    let ofNumbers (device: torch.Device) (numbers: float32[]) =
        torch.tensor ((numbers :> IList<float32>), ReadOnlySpan [| numbers.LongLength |], device = device)

    /// The numbers of a contiguous int64 tensor [N], from whatever device.
    let toPlaces (tensor: torch.Tensor) =
        use copy = tensor.cpu ()
        MemoryMarshal.Cast<byte, int64>(copy.bytes).ToArray() |> Array.map int

    /// [N] int64 on a device.
    let ofPlaces (device: torch.Device) (places: int[]) =
        torch.tensor ((Array.map int64 places :> IList<int64>), ReadOnlySpan [| places.LongLength |], device = device)
