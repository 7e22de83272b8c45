using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution;

/// <summary>The root seed of a cohort; streams are derived from it by name.</summary>
internal static class Seeds
{
    /// <summary>The root seed.</summary>
    public static RandomSeed ForCohort(Cohort cohort) => new((ulong)cohort.Seed);
}
