using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>What the update of N autoencoders saw, until the next one.</summary>
internal sealed class StackedResult : IDisposable
{
    private readonly Tensor _losses;
    private readonly Tensor _firings;
    private readonly Tensor _errors;
    private readonly Tensor _residuals;
    private float[]? _lossValues;
    private long[]? _active;

    private StackedResult(Tensor losses, Tensor firings, Tensor errors, Tensor residuals)
    {
        (_losses, _firings, _errors, _residuals) = (losses, firings, errors, residuals);
        Members = [.. Enumerable.Range(0, (int)losses.shape[0]).Select(index => new Member(this, index))];
    }

    /// <summary>That of each.</summary>
    public IReadOnlyList<IStepResult> Members { get; }

    /// <summary>Takes what outlives the update.</summary>
    public static StackedResult Outlive(DisposeScope scope, StackedPass pass)
    {
        scope.Detach(pass.Losses, pass.Firings, pass.Errors, pass.Residuals);
        return new(pass.Losses, pass.Firings, pass.Errors, pass.Residuals);
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var member in Members.Cast<Member>())
        {
            member.Dispose();
        }

        _losses.Dispose();
        _firings.Dispose();
        _errors.Dispose();
        _residuals.Dispose();
    }

    /// <summary>Read from the device once for all members, and only if somebody asks.</summary>
    private float[] LossValues => _lossValues ??= Read<float>(_losses.alias());

    private long[] Active => _active ??= Read<long>(_firings.sum(dim: 1));

    private static T[] Read<T>(Tensor numbers)
        where T : unmanaged
    {
        using var own = numbers;
        using var read = own.cpu();
        return read.data<T>().ToArray();
    }

    private sealed class Member(StackedResult whole, int index) : IStepResult, IDisposable
    {
        private Tensor? _firings;
        private Tensor? _errors;
        private Tensor? _residuals;

        public double Loss => whole.LossValues[index];

        public long Active => whole.Active[index];

        public Tensor Firings => _firings ??= Part(whole._firings);

        public Tensor Errors => _errors ??= Part(whole._errors);

        public Tensor Residuals => _residuals ??= Part(whole._residuals);

        public void Dispose()
        {
            _firings?.Dispose();
            _errors?.Dispose();
            _residuals?.Dispose();
        }

        private Tensor Part(Tensor all) => all.select(0, index).DetachFromDisposeScope();
    }
}
