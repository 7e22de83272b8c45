using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>What Adam and averaging keep of a parameter of N autoencoders; each [N, ...].</summary>
/// <param name="First">Running mean of the gradient.</param>
/// <param name="Second">Running mean of the squared gradient.</param>
/// <param name="Average">Exponential average of the value; <see langword="null"/> where none is kept.</param>
internal sealed record StackedMoments(Tensor First, Tensor Second, Tensor? Average) : IDisposable
{
    /// <summary>Moves those of each into a stack.</summary>
    public static StackedMoments Create(IReadOnlyList<Parameter> parameters)
    {
        Tensor[] averages = [.. parameters.Select(parameter => parameter.Average).OfType<Tensor>()];
        return new(
            StackedEntry.Join([.. parameters.Select(parameter => parameter.FirstMoment)]),
            StackedEntry.Join([.. parameters.Select(parameter => parameter.SecondMoment)]),
            averages.Length == 0 ? null : StackedEntry.Join(averages)
        );
    }

    /// <summary>Frees them; their parts remain.</summary>
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        Average?.Dispose();
    }
}
