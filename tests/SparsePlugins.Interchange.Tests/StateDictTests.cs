using System.Text.Json.Nodes;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Tests;

/// <summary>What is written for dictionary_learning has the tensors, shapes and types that the tool writes itself.</summary>
public sealed class StateDictTests
{
    [Theory]
    [InlineData("gated")]
    [InlineData("topk")]
    [InlineData("batchtopk")]
    [InlineData("matryoshka")]
    [InlineData("jumprelu")]
    [InlineData("relu")]
    public void It_has_the_tensors_of_the_tool(string name)
    {
        var peer = new Peer("dictionary-learning-" + name);
        var export = DictionaryExport.Create(DictionaryFolder.Read(peer.Folder), Tool.DictionaryLearning, new JsonObject());
        using var written = new MemoryStream();
        export.Files.Single(file => file.Name == "ae.pt").Write(written);

        using var stored = File.OpenRead(Path.Combine(peer.Folder, "ae.pt"));
        using var theirs = new TorchFile(stored);
        using var ours = new TorchFile(written);
        Assert.Equal(Described(theirs), Described(ours));
        Assert.All(
            theirs.Tensors.Keys.Where(tensor => tensor != "threshold" || name != "topk"), // That of top-k isn't used, so it isn't kept.
            tensor =>
                Assert.All(
                    theirs.ReadTensor(tensor).Values.Zip(ours.ReadTensor(tensor).Values),
                    pair => Assert.Equal(pair.First, pair.Second, 1e-6f)
                )
        );
    }

    private static IEnumerable<string> Described(TorchFile file) =>
        file.Tensors.Select(one => $"{one.Key} {one.Value.DataType} [{string.Join(", ", one.Value.Shape)}]").Order(StringComparer.Ordinal);
}
