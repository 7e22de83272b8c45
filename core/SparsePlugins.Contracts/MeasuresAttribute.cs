namespace SparsePlugins.Contracts;

/// <summary>Declares a measurement of a metric, so that planning knows its name, direction and range before anything is measured.</summary>
/// <remarks>
/// One for each measurement. With them a manifest is refused when two metrics would give measurements of one name, and when a threshold can't be
/// reached, always holds, or asks for the worse direction. A metric without any is measured all the same; two measurements of one name then fail
/// the runs.
/// </remarks>
/// <param name="name">As in <see cref="Measurement"/>; <c>mmcs-decile-*</c> stands for all names with that beginning.</param>
/// <param name="better">Which way is better, as in <see cref="Measurement"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeasuresAttribute(string name, Better better) : Attribute
{
    /// <summary>The measurement's name.</summary>
    public string Name { get; } = name;

    /// <summary>Which way is better.</summary>
    public Better Better { get; } = better;

    /// <summary>The smallest value that it can have.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value that it can have.</summary>
    public double Most { get; init; } = double.PositiveInfinity;
}
