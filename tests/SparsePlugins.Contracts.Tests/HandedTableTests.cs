using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SparsePlugins.Contracts.Tests;

/// <summary>docs/plugins.md lists every member of what components are handed and give back, in the words of the code.</summary>
public sealed partial class HandedTableTests
{
    private const string Header = "| type | member | what it is |";

    private static readonly Type[] Types =
    [
        typeof(DictionaryShape),
        typeof(ComponentContext),
        typeof(AutoencoderWeights),
        typeof(ParameterShape),
        typeof(ParameterRole),
        typeof(ParameterSet),
        typeof(NamedParameter),
        typeof(ForwardMode),
        typeof(ForwardPass),
        typeof(LossTerm),
        typeof(BufferUpdate),
        typeof(FusedForm),
        typeof(FusedAuxiliary),
        typeof(ReluCodes),
        typeof(TopKCodes),
        typeof(BatchTopKCodes),
        typeof(JumpReluCodes),
        typeof(DeadFeatures),
        typeof(FeatureWeights),
        typeof(MetricSubject),
        typeof(ReplacedModel),
        typeof(PredictionScores),
        typeof(Ablation),
        typeof(GroundTruth),
        typeof(EvaluationBatch),
        typeof(Measurement),
        typeof(Better),
        typeof(DataSplit),
    ];

    private static readonly Dictionary<string, XElement> Documentation = XDocument
        .Load(Path.ChangeExtension(typeof(DeadFeatures).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    [Fact]
    public void The_table_of_the_docs_has_every_member() => Assert.Equal(string.Join('\n', Types.SelectMany(Rows)), Written());

    private static string Written()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(AppContext.BaseDirectory), "docs", "plugins.md"));
        return string.Join('\n', lines.SkipWhile(line => line != Header).Skip(2).TakeWhile(line => line.StartsWith('|')));
    }

    private static IEnumerable<string> Rows(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetMembers(Declared).OrderBy(member => member.MetadataToken).Where(member => IsOwn(member));
        return members
            .OrderBy(member => member is MethodInfo)
            .Select(member => $"| `{type.Name}` | `{Signature(member)}` | {Summary(member)} |");
    }

    /// <summary>What the compiler adds to records has no documentation.</summary>
    private static bool IsOwn(MemberInfo member) =>
        member is PropertyInfo or FieldInfo or MethodInfo { IsSpecialName: false } && member.Name != "Dispose" && Find(member) is not null;

    private static string Signature(MemberInfo member) =>
        member is MethodInfo method ? $"{method.Name}({string.Join(", ", method.GetParameters().Select(one => one.Name))})" : member.Name;

    private static string Summary(MemberInfo member) => Spaces().Replace(Text(Find(member)!.Element("summary")!), " ").Trim();

    private static XElement? Find(MemberInfo member)
    {
        var prefix = member switch
        {
            MethodInfo => "M:",
            FieldInfo => "F:",
            _ => "P:",
        };
        var name = $"{prefix}{member.DeclaringType!.FullName}.{member.Name}";
        return Documentation.FirstOrDefault(one => one.Key == name || one.Key.StartsWith(name + "(", StringComparison.Ordinal)).Value;
    }

    private static string Text(XElement element) =>
        string.Concat(
            element
                .Nodes()
                .Select(node =>
                    node switch
                    {
                        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                        XElement reference => reference.Attribute("name")?.Value
                            ?? reference.Attribute("langword")?.Value
                            ?? $"`{reference.Attribute("cref")!.Value.Split('.')[^1]}`",
                        XText text => text.Value,
                        _ => "",
                    }
                )
        );

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "SparsePlugins.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
