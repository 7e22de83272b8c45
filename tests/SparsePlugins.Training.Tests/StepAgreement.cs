using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests;

/// <summary>What two steps agree in that make the same updates.</summary>
internal static class StepAgreement
{
    private const double Tolerance = 1e-5;

    /// <summary>What the results of an update say.</summary>
    public static void AssertSame(IStepResult expected, IStepResult actual)
    {
        Assert.Equal(expected.Loss, actual.Loss, Tolerance * Math.Max(1e-3, Math.Abs(expected.Loss)));
        Assert.Equal(expected.Active, actual.Active);
        Assert.Equal(expected.Firings.bytes.ToArray(), actual.Firings.bytes.ToArray());
        // Residuals are differences of samples, which are about 1.
        AssertClose("residuals", expected.Residuals, actual.Residuals, leastLength: 1);
        AssertClose("errors", expected.Errors, actual.Errors, leastLength: 1);
    }

    /// <summary>Parameters, moments, averages, buffers and the number of updates.</summary>
    public static void AssertSame(AutoencoderState expected, AutoencoderState actual)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.Updates, actual.Updates);
        foreach (var ((name, one), (_, other)) in expected.State.Zip(actual.State))
        {
            // A threshold is compared with the pre-activations, which are about 1, however small it is itself.
            AssertClose(name, one, other, leastLength: name == "threshold" ? 1 : 0);
        }
    }

    private static void AssertClose(string name, Tensor expected, Tensor actual, float leastLength)
    {
        Assert.Equal(expected.shape, actual.shape);
        var distance = (actual - expected).to_type(ScalarType.Float32).norm().item<float>();
        var length = Math.Max(leastLength, expected.to_type(ScalarType.Float32).norm().item<float>());
        Assert.True(distance <= Tolerance * length, $"{name}: off by {distance} of {length}");
    }
}
