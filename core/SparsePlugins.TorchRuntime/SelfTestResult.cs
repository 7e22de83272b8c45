namespace SparsePlugins.TorchRuntime;

/// <summary>One check of <see cref="SelfTest"/>.</summary>
/// <param name="Name">What was computed, such as "svd".</param>
/// <param name="Passed">Whether it gave what it should.</param>
/// <param name="Detail">The value and what was expected, or the error.</param>
public sealed record SelfTestResult(string Name, bool Passed, string Detail);
