using System.Reflection;
using SparsePlugins.Conformance;
using Xunit;
using Xunit.Sdk;

namespace SparsePlugins.Cli.Authoring;

/// <summary>Runs the facts and theories of a conformance class as xUnit does: each on a new instance.</summary>
internal static class ConformanceRun
{
    private const string DrawsNothing =
        "another seed gives the same: right for one that reads the data alone (its own test overrides UsesRandomness); otherwise draw from context.Random";

    // A component that reads the data alone is right to draw nothing; its own tests say so, and the command can't know.
    private static readonly string[] OfChance =
    [
        nameof(InitializerConformance.Another_seed_gives_another_dictionary_if_chance_plays_a_part),
        nameof(ReinitializerConformance.Another_seed_gives_other_rows_if_chance_plays_a_part),
    ];

    /// <summary>One finding for each check.</summary>
    /// <param name="create">Makes an instance.</param>
    /// <param name="begin">Is told which check begins.</param>
    public static IEnumerable<Finding> Of(Func<ComponentConformance> create, Action<string> begin)
    {
        using var sample = create();
        foreach (var fact in Facts(sample.GetType()))
        {
            begin(Sentence(fact));
            yield return Check(create, fact);
        }
    }

    private static IEnumerable<MethodInfo> Facts(Type type) =>
        type.GetMethods()
            .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true))
            .OrderBy(method => method.DeclaringType == typeof(ComponentConformance) ? 0 : 1)
            .ThenBy(method => method.MetadataToken);

    private static Finding Check(Func<ComponentConformance> create, MethodInfo fact)
    {
        foreach (var arguments in Cases(fact))
        {
            if (Failure(create, fact, arguments) is { } failure)
            {
                return OfChance.Contains(fact.Name) && failure is XunitException
                    ? new Finding(Sentence(fact), FindingStatus.Note, DrawsNothing)
                    : new Finding(Sentence(fact), FindingStatus.Failed, FailureText.Of(failure));
            }
        }

        return new Finding(Sentence(fact), FindingStatus.Ok);
    }

    private static IEnumerable<object[]> Cases(MethodInfo fact)
    {
        var data = fact.GetCustomAttributes<DataAttribute>().ToArray();
        return data.Length == 0
            ?
            [
                [],
            ]
            : data.SelectMany(one => one.GetData(fact));
    }

    private static Exception? Failure(Func<ComponentConformance> create, MethodInfo fact, object[] arguments)
    {
        try
        {
            using var subject = create();
            fact.Invoke(subject, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return failure;
        }
    }

    private static string Sentence(MethodInfo fact) => fact.Name.Replace('_', ' ');
}
