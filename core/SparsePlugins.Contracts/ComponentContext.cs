using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>What the host lends a component for one call: a device, a generator, a way to stop.</summary>
/// <remarks>
/// Components compute and return; the host writes, logs and disposes. Each call runs in a dispose scope of the host's:
/// what a component returns survives, the rest is freed.
/// </remarks>
/// <param name="device">Where tensors are made.</param>
/// <param name="seed">The seed of this call's own random stream.</param>
/// <param name="cancellation">Set when the user stops the run; long loops should look at it.</param>
public sealed class ComponentContext(Device device, RandomSeed seed, CancellationToken cancellation = default) : IDisposable
{
    private Generator? _random;
    private bool _disposed;

    /// <summary>Where tensors are made.</summary>
    public Device Device { get; } = device;

    /// <summary>The seed of this call's own random stream.</summary>
    public RandomSeed Seed { get; } = seed;

    /// <summary>The call's own generator, at the start of the stream of <see cref="Seed"/>; the only allowed randomness.</summary>
    /// <exception cref="ObjectDisposedException">The context was disposed; torch would draw from its global generator instead.</exception>
    public Generator Random
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _random ??= Seed.CreateGenerator(Device);
        }
    }

    /// <summary>Set when the user stops the run.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Reported to by a source that is opened and has much to do before; <see langword="null"/> where nobody wants to know.</summary>
    public IProgress<SourceProgress>? Progress { get; init; }

    /// <summary>A context with a stream of its own, independent of how much of this one was used. The caller disposes it.</summary>
    /// <param name="stream">The name of the stream.</param>
    public ComponentContext Derive(string stream) => new(Device, Seed.Derive(stream), Cancellation) { Progress = Progress };

    /// <summary>Frees the generator.</summary>
    public void Dispose()
    {
        _disposed = true;
        _random?.Dispose();
    }
}
