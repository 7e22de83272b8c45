using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>A number for each of N autoencoders, on their device. It is copied there only when one changes: a copy waits for what the device has to do.</summary>
/// <param name="device">Where to.</param>
internal sealed class DeviceNumbers(Device device) : IDisposable
{
    private double[] _last = [];
    private Tensor? _numbers;

    /// <summary>[N] float32.</summary>
    public Tensor Get(double[] numbers)
    {
        if (_numbers is null || !numbers.AsSpan().SequenceEqual(_last))
        {
            _numbers?.Dispose();
            _numbers = tensor([.. numbers.Select(one => (float)one)], device: device).DetachFromDisposeScope();
            _last = numbers;
        }

        return _numbers;
    }

    /// <summary>
    /// Settings times their paces, as [N] and a factor for all of them: where paces are equal the numbers stay the same while the pace changes.
    /// </summary>
    public (Tensor Numbers, double Factor) Get(IReadOnlyList<double> settings, IReadOnlyList<double> paces) =>
        paces.All(pace => pace == paces[0])
            ? (Get([.. settings]), paces[0])
            : (Get([.. settings.Zip(paces, (setting, pace) => setting * pace)]), 1);

    /// <summary>Frees the tensor.</summary>
    public void Dispose() => _numbers?.Dispose();
}
