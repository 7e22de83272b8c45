using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>On the digits that the repository ships.</summary>
public sealed class RecordedActivationsSourceTests : SourceConformance
{
    protected override int Rows => 100;

    protected override IActivationSource Create() => new RecordedActivationsSource(new() { Files = [Digits] });

    [Fact]
    public void The_digits_are_1797_images_of_64_pixels()
    {
        using var context = ToyProblem.Context();
        using var stream = Create().Open(context);
        Assert.Equal(64, Create().ActivationDim);
        Assert.Equal(359, stream.RowCount(DataSplit.Evaluation)); // round(0.2 * 1797)
        Assert.Equal(1438, stream.RowCount(DataSplit.Training));
    }

    private static string Digits { get; } = Path.Combine(FindRoot(AppContext.BaseDirectory), "experiments", "digits", "data", "digits.npy");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "SparsePlugins.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder.TrimEnd('/'))!);
}
