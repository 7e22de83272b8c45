using SparsePlugins.Hosting.Dictionaries;

namespace SparsePlugins.Cli.Commands;

/// <summary>Two dictionaries that <c>sparse agree</c> compared.</summary>
/// <param name="First">The name of the one.</param>
/// <param name="Second">The name of the other.</param>
/// <param name="Agreement">Of their directions.</param>
/// <param name="Firing">Of the rows on which their features fire; <see langword="null"/> without data.</param>
internal sealed record ComparedPair(string First, string Second, Agreement Agreement, FiringAgreement? Firing);
