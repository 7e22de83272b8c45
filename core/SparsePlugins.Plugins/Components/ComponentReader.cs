using System.Reflection;
using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>Reads from an assembly's types and documentation what it offers.</summary>
internal static class ComponentReader
{
    private static readonly (Type Contract, ComponentKind Kind)[] Kinds =
    [
        (typeof(IActivationSource), ComponentKind.Source),
        (typeof(IArchitecture), ComponentKind.Architecture),
        (typeof(IDictionaryInitializer), ComponentKind.Initializer),
        (typeof(IDeadFeatureReinitializer), ComponentKind.Reinitializer),
        (typeof(IMetric), ComponentKind.Metric),
    ];

    /// <summary>What a source offers, or a metric needs, by the interfaces that it implements.</summary>
    private static readonly (Type Contract, SourceCapability Capability)[] Offers =
    [
        (typeof(IGroundTruth), SourceCapability.GroundTruth),
        (typeof(ILanguageModelSource), SourceCapability.LanguageModel),
        (typeof(ITrueFiring), SourceCapability.TrueFiring),
        (typeof(IHierarchy), SourceCapability.Hierarchy),
        (typeof(IActivationSource), SourceCapability.EvaluationData),
        (typeof(IObservingMetric), SourceCapability.EvaluationData),
    ];

    /// <summary>Every class with <see cref="ComponentAttribute"/>.</summary>
    /// <exception cref="InvalidDataException">One breaks a rule of components; the message says which and how to fix it.</exception>
    public static IReadOnlyList<Component> Read(LoadedPlugin plugin, Assembly assembly, XmlDocumentation documentation) =>
        [
            .. assembly
                .GetTypes()
                .Where(type => type.IsDefined(typeof(ComponentAttribute), inherit: false))
                .Select(type => new Component(plugin, Describe(type, documentation), ConstructorOf(type)))
                .OrderBy(component => component.Schema.Kind)
                .ThenBy(component => component.Schema.Name, StringComparer.Ordinal),
        ];

    private static ComponentSchema Describe(Type type, XmlDocumentation documentation)
    {
        var options = ConstructorOf(type).GetParameters().SingleOrDefault()?.ParameterType;
        return new ComponentSchema(
            kind: KindOf(type),
            name: type.GetCustomAttribute<ComponentAttribute>()!.Name,
            summary: documentation.Summary(type),
            citation: documentation.Citation(type),
            options: options is null ? [] : OptionReader.Read(options, documentation),
            capabilities: new HashSet<SourceCapability>(Capabilities(type)),
            measurements: DeclaredMeasurements.Read(type)
        );
    }

    /// <summary>What a source offers, or what another component needs.</summary>
    private static IEnumerable<SourceCapability> Capabilities(Type type)
    {
        var declared = type.GetCustomAttributes<NeedsAttribute>(inherit: false).Select(needs => Planned(needs.Capability));
        return [.. declared, .. Offers.Where(offer => type.IsAssignableTo(offer.Contract)).Select(offer => offer.Capability)];
    }

    private static SourceCapability Planned(Capability capability) =>
        capability switch
        {
            Capability.GroundTruth => SourceCapability.GroundTruth,
            Capability.EvaluationData => SourceCapability.EvaluationData,
            Capability.LanguageModel => SourceCapability.LanguageModel,
            Capability.TrueFiring => SourceCapability.TrueFiring,
            Capability.Hierarchy => SourceCapability.Hierarchy,
            _ => throw new InvalidDataException($"[Needs] names a capability of another version of the contract: {capability}"),
        };

    private static ComponentKind KindOf(Type type)
    {
        var kinds = Kinds.Where(kind => type.IsAssignableTo(kind.Contract)).Select(kind => kind.Kind).ToArray();
        return kinds.Length == 1
            ? kinds[0]
            : throw new InvalidDataException(
                $"{type.FullName} has [Component] and implements {kinds.Length} of {string.Join(", ", Kinds.Select(kind => kind.Contract.Name))}; it must implement one"
            );
    }

    private static ConstructorInfo ConstructorOf(Type type)
    {
        var constructors = type.GetConstructors();
        return constructors is [var only] && only.GetParameters().Length <= 1
            ? only
            : throw new InvalidDataException(
                $"{type.FullName} has [Component], so it needs one public constructor that takes its options record, or nothing"
            );
    }
}
