using System.Reflection;
using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>Reads what a metric declares that it measures: <see cref="MeasuresAttribute"/>.</summary>
internal static class DeclaredMeasurements
{
    /// <summary>The declarations on a component's class; empty where it has none.</summary>
    /// <exception cref="InvalidDataException">A name is neither the component's nor begins with it and a hyphen.</exception>
    public static IReadOnlyList<MeasurementSchema> Read(Type type)
    {
        var declared = type.GetCustomAttributes<MeasuresAttribute>(inherit: false).ToArray();
        var metric = type.GetCustomAttribute<ComponentAttribute>()!.Name;
        foreach (var one in declared)
        {
            if (one.Name != metric && !one.Name.StartsWith(metric + "-", StringComparison.Ordinal))
            {
                throw new InvalidDataException(
                    $"{type.FullName} declares the measurement '{one.Name}'; the first is named '{metric}' and the others '{metric}-...'"
                );
            }
        }

        return [.. declared.Select(one => new MeasurementSchema(one.Name, DirectionOf(one.Better), one.Least, one.Most))];
    }

    private static Direction DirectionOf(Better better) =>
        better switch
        {
            Better.Higher => Direction.Higher,
            Better.Lower => Direction.Lower,
            _ => Direction.Neither,
        };
}
