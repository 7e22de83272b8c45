using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class ToySuperpositionSourceTests : SourceConformance
{
    protected override IActivationSource Create() =>
        new ToySuperpositionSource(
            new()
            {
                ActivationDim = 12,
                Features = 20,
                Active = 3,
            }
        );
}

public sealed class ToySuperpositionWithEveryOptionTests : SourceConformance
{
    protected override IActivationSource Create() =>
        new ToySuperpositionSource(
            new()
            {
                ActivationDim = 9,
                Features = 21,
                Active = 2.5,
                Decay = 0.9,
                Correlation = FiringCorrelation.PerBatch,
                AllZero = AllZeroRule.ForceOne,
                Noise = 0.05,
                Strengths = StrengthDistribution.HalfNormal,
            }
        );
}

public sealed class ToySuperpositionCorrelatedPerSampleTests : SourceConformance
{
    protected override IActivationSource Create() =>
        new ToySuperpositionSource(
            new()
            {
                ActivationDim = 12,
                Features = 20,
                Active = 3,
                Correlation = FiringCorrelation.PerSample,
                Strengths = StrengthDistribution.Exponential,
            }
        );
}
