using System.Text;
using FsCheck.Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SparsePlugins.Robustness.Tests.Keys;

/// <summary>How a manifest is written doesn't matter: comments, blank lines, the order of keys, flow or block style.</summary>
public sealed class FormattingKeyTests
{
    private static readonly string[] Manifests =
    [
        .. Shipped
            .Manifests.Where(path =>
                path.Contains("/good/", StringComparison.Ordinal) || path.Contains("/experiments/", StringComparison.Ordinal)
            )
            .Where(path => !path.EndsWith("good/digits.yaml", StringComparison.Ordinal)) // It names a component of the tests of planning.
            .Select(File.ReadAllText)
            .Where(IsPlannable),
    ];

    [Property(MaxTest = 200, Replay = "14,15")]
    [Trait("Category", "Long")]
    public void Writing_it_otherwise_keeps_the_ids(int seed)
    {
        var random = new Random(seed);
        var manifest = Manifests[random.Next(Manifests.Length)];
        var rewritten = new Rewriter(random).Write(Parse(manifest));

        Assert.Equal(Ids.Of(manifest).Order(), Ids.Of(rewritten).Order());
    }

    [Fact]
    public void Most_manifests_take_part() => Assert.InRange(Manifests.Length, 10, int.MaxValue);

    private static bool IsPlannable(string manifest) =>
        Planning.ManifestTree.Parse("m.yaml", Encoding.UTF8.GetBytes(manifest), []).Plan(Shipped.Plugins.Catalog).Plan is not null;

    private static YamlMappingNode Parse(string manifest)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(manifest));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private sealed class Rewriter(Random random)
    {
        public string Write(YamlMappingNode root) => Noise("") + Block(root, "");

        private string Block(YamlMappingNode mapping, string indent)
        {
            var text = new StringBuilder();
            foreach (var (key, value) in Shuffled(mapping))
            {
                text.Append(indent).Append(key).Append(':').Append(Value(value, indent + "  ")).Append(Noise(indent));
            }

            return text.ToString();
        }

        private string Value(YamlNode value, string indent) =>
            value switch
            {
                YamlMappingNode { Children.Count: > 0 } mapping when random.Next(2) == 0 => Comment() + "\n" + Block(mapping, indent),
                YamlSequenceNode { Children.Count: > 0 } list when random.Next(2) == 0 => Comment()
                    + "\n"
                    + string.Concat(list.Select(item => $"{indent}- {Flow(item)}{Comment()}\n{Noise(indent)}")),
                _ => " " + Flow(value) + Comment() + "\n",
            };

        private string Flow(YamlNode node) =>
            node switch
            {
                YamlMappingNode mapping => "{"
                    + Space()
                    + string.Join("," + " " + Space(), Shuffled(mapping).Select(one => $"{one.Key}: {Flow(one.Value)}"))
                    + Space()
                    + "}",
                YamlSequenceNode list => "[" + Space() + string.Join(", " + Space(), list.Select(Flow)) + Space() + "]",
                YamlScalarNode { Style: ScalarStyle.Plain } plain => plain.Value!,
                YamlScalarNode quoted => "\""
                    + quoted.Value!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                    + "\"",
                _ => throw new InvalidOperationException($"no manifest has {node}"),
            };

        private KeyValuePair<string, YamlNode>[] Shuffled(YamlMappingNode mapping)
        {
            var entries = mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, child.Value)).ToArray();
            random.Shuffle(entries);
            return entries;
        }

        private string Noise(string indent) =>
            random.Next(4) switch
            {
                0 => "\n",
                1 => $"{indent}# features: 99\n",
                _ => "",
            };

        private string Comment() => random.Next(4) == 0 ? " # seeds: 9" : "";

        private string Space() => random.Next(3) == 0 ? "  " : "";
    }
}
