using SparsePlugins.Contracts;
using SparsePlugins.Events;
using SparsePlugins.Plugins.Inputs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Reports the reading of data files as events.</summary>
/// <param name="observer">Receives them.</param>
internal sealed class DataReading(IRunObserver observer) : IProgress<HashProgress>, IProgress<SurveyProgress>
{
    /// <inheritdoc/>
    public void Report(HashProgress value) => observer.Observe(new ReadingData(value.Done, value.Total, $"to hash it, {value.File}"));

    /// <inheritdoc/>
    public void Report(SurveyProgress value) => observer.Observe(new ReadingData(value.BytesRead, value.BytesInAll, "to look at it"));
}
