using System.Reflection;
using SparsePlugins.Contracts;

namespace SparsePlugins.Conformance;

/// <summary>The rules of what a metric measures, and of what it declares that it measures.</summary>
internal static class MeasurementRules
{
    internal static void NamesFit(CheckedMetric it)
    {
        var names = it.Measure(it.Problem.Batches).Select(measurement => measurement.Name).ToList();
        Require.That(names.Count > 0, "it measures nothing; return at least one Measurement");
        Require.That(names[0] == it.Name, $"its first measurement is called '{names[0]}'; it must be '{it.Name}', as the metric");
        Require.All(
            names.Skip(1),
            name => Require.That(name.StartsWith(it.Name + "-", StringComparison.Ordinal), $"'{name}' does not begin with '{it.Name}-'")
        );
        Require.All(names, name => Require.That(ComponentRules.KebabCase().IsMatch(name), $"'{name}' is not in kebab-case"));
        Require.That(names.Distinct().Count() == names.Count, $"two measurements have one name: {string.Join(", ", names)}");
    }

    internal static void ValuesAreFinite(CheckedMetric it) =>
        Require.All(
            it.Measure(it.Problem.Batches),
            measurement => Require.That(double.IsFinite(measurement.Value), $"'{measurement.Name}' of a plain case is {measurement.Value}")
        );

    internal static void DeclarationsHold(CheckedMetric it)
    {
        var declared = DeclaredBy(it).ToArray();
        foreach (var measurement in declared.Length == 0 ? [] : it.Measure(it.Problem.Batches))
        {
            var declaration = declared.FirstOrDefault(one => IsOf(measurement.Name, one.Name));
            Require.That(declaration is not null, $"'{measurement.Name}' is measured, and no [Measures] on the class declares it");
            Require.That(
                declaration!.Better == measurement.Better,
                $"'{measurement.Name}' is declared as {declaration.Better} and measured as {measurement.Better}"
            );
            Require.That(
                double.IsNaN(measurement.Value) || (measurement.Value >= declaration.Least && measurement.Value <= declaration.Most),
                $"'{measurement.Name}' is {measurement.Value}; [Measures] declares {declaration.Least} to {declaration.Most}"
            );
        }
    }

    internal static void DeclarationsAreReadable(CheckedMetric it)
    {
        foreach (var one in DeclaredBy(it))
        {
            Require.That(
                one.Meaning.Length == 0 || (one.Meaning.Trim() == one.Meaning && !one.Meaning.EndsWith('.') && !one.Meaning.Contains('\n')),
                $"the meaning of '{one.Name}' is half a sentence on one line, without a full stop, got '{one.Meaning}'"
            );
            Require.That(
                one.Role != ReportRole.Deciles || one.Name.EndsWith("-*", StringComparison.Ordinal),
                $"'{one.Name}' has the role {one.Role}, so its name must end in '-*', which stands for 1 to 10"
            );
            Require.That(
                one.Role != ReportRole.DeadFeatures || (one.Least >= 0 && one.Most <= 1),
                $"'{one.Name}' has the role {one.Role}, which is a share: declare Least = 0 and Most = 1"
            );
        }
    }

    private static IEnumerable<MeasuresAttribute> DeclaredBy(CheckedMetric it) => it.Type.GetCustomAttributes<MeasuresAttribute>();

    /// <summary>A star at the end of a declared name stands for any further characters.</summary>
    private static bool IsOf(string name, string declared) =>
        declared.EndsWith('*') ? name.StartsWith(declared[..^1], StringComparison.Ordinal) : name == declared;
}
