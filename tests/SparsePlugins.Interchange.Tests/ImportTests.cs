using SparsePlugins.Contracts;
using SparsePlugins.Execution.Dictionaries;
using static TorchSharp.torch;

namespace SparsePlugins.Interchange.Tests;

/// <summary>Dictionaries of other tools give the codes and reconstructions that those tools computed when the folders were made.</summary>
public sealed class ImportTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private readonly Bench _bench = new();

    public static TheoryData<string> Folders => [.. Peer.Names];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void All_the_folders_are_there() => Assert.Equal(44, Peer.Names.Count());

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_computes_what_the_tool_computes(string name)
    {
        using var scope = NewDisposeScope();
        var peer = new Peer(name);
        var expected = peer.Expected();
        using var runner = new DictionaryRunner(_bench.Plugins, DictionaryFolder.Read(peer.Folder));

        // What a checkpoint of training computes depends on the batch.
        var pass = runner.Run(expected["input"], name == "saelens-checkpoint-batchtopk" ? ForwardMode.Train : ForwardMode.Evaluate);

        Assert.InRange((expected["codes"] != 0).sum().item<long>(), 7, expected["codes"].numel() - 1); // Some, not all.
        Assert.True(((expected["codes"] != 0) == (pass.Codes != 0)).all().item<bool>(), "other codes are active");
        AssertClose(expected["codes"], pass.Codes);
        AssertClose(expected["reconstruction"], pass.Reconstruction);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, Tolerance);
    }
}
