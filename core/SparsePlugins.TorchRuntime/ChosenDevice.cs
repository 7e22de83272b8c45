using TorchSharp;

namespace SparsePlugins.TorchRuntime;

/// <summary>The device to compute on.</summary>
/// <param name="Device">The CPU, or the first GPU.</param>
/// <param name="Name"><c>cpu</c>, or <c>cuda: </c> and the name of the GPU.</param>
/// <param name="Why">One sentence: which GPU it is, or why it is the CPU.</param>
public sealed record ChosenDevice(torch.Device Device, string Name, string Why);
