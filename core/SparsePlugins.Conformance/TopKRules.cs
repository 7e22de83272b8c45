using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rule of an architecture that keeps a number of codes, which training may begin with more of.</summary>
internal static class TopKRules
{
    internal static void KeepsAnotherK(CheckedArchitecture it)
    {
        if (it.Create() is not ITopKArchitecture top)
        {
            return;
        }

        using var _ = no_grad();
        var features = it.Problem.Shape.Features;
        foreach (var k in new[] { 1, top.K, features })
        {
            var other = top.WithK(k);
            Require.That(other is ITopKArchitecture same && same.K == k, $"WithK({k}) gives an architecture whose K isn't {k}");
            Require.That(
                Names(other, it).SequenceEqual(Names(it.Create(), it)),
                $"WithK({k}) gives an architecture with other parameters: only the number of codes may differ"
            );
            AssertKeeps(k, other.Forward(it.Start(), it.Problem.Sample, ForwardMode.Train).Codes);
        }
    }

    private static IEnumerable<string> Names(IArchitecture architecture, CheckedArchitecture it) =>
        architecture.Parameters(it.Problem.Shape).Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Size)}]");

    private static void AssertKeeps(int k, Tensor codes)
    {
        var mean = codes.ne(0).sum().item<long>() / (double)codes.shape[0];
        Require.That(mean <= k, $"with k = {k} it keeps {mean:G4} codes of a row on average");
    }
}
