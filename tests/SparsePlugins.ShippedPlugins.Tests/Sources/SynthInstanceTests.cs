using System.Globalization;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.Conformance.TensorAssertions;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>A model of the form that SAELens saves: two roots with two children each, and a feature in no tree, in four dimensions.</summary>
public sealed class SynthInstanceTests : TorchTest, IDisposable
{
    private const string Tree = """
        {"roots": [
          {"feature_index": 0, "mutually_exclusive_children": true, "scale_children_by_parent": false, "feature_id": null, "children": [
            {"feature_index": 2, "mutually_exclusive_children": false, "children": []},
            {"feature_index": 3, "mutually_exclusive_children": false, "children": []}]},
          {"feature_index": 1, "mutually_exclusive_children": true, "scale_children_by_parent": false, "feature_id": null, "children": [
            {"feature_index": 4, "mutually_exclusive_children": false, "children": []},
            {"feature_index": 5, "mutually_exclusive_children": false, "children": []}]}]}
        """;

    private static readonly float[] Directions =
    [
        .. new float[] { 1, 0, 0, 0 },
        .. new float[] { 0, 2, 0, 0 },
        .. new float[] { 0, 0, 1, 0 },
        .. new float[] { 0, 0, 0, 1 },
        .. new float[] { 0.6f, 0.8f, 0, 0 },
        .. new float[] { 0, 0.6f, 0.8f, 0 },
        .. new float[] { 0, 0, 0.6f, -0.8f },
    ];

    private readonly ActivationFiles _files = new();

    public new void Dispose()
    {
        _files.Dispose();
        base.Dispose();
    }

    [Fact]
    public void Directions_rates_and_parents_are_those_of_the_files()
    {
        var source = Source(Weights(), Tree);
        using var context = ToyProblem.Context();
        var truth = source.Reveal(context);

        Assert.Equal(4, source.ActivationDim);
        Assert.Equal([0, 1, 0, 0], truth.Features[1].data<float>().ToArray());
        Assert.Equal([-1, -1, 0, 0, 1, 1, -1], source.Parents(context));
        // Roots and the last feature as stored. Of the first root's children .1 and .05 are left after .5 x (raised to .22 and .12, one of them kept):
        // .5 x .22 x (.88 + .06) and .5 x .12 x (.78 + .11).
        var rates = Numbers(truth.FiringProbabilities);
        Assert.Equal([0.5, 0.4, 0.1034, 0.0534], rates[..4].Select(rate => Math.Round(rate, 5)));
        Assert.Equal(0.04, rates[6], 1e-6);
    }

    [Fact]
    public void Rows_are_the_bias_and_the_directions_of_what_fires()
    {
        var source = Source(Weights(), Tree);
        using var context = ToyProblem.Context();
        using var stream = source.Open(context);
        var rows = stream.Batch(DataSplit.Training, 0, 20_000);
        var firing = source.Firing(context, DataSplit.Training, 0, 20_000);
        var alone = Enumerable.Range(0, 20_000).Where(row => firing[row] is [1]).ToArray();

        Assert.True(alone.Length > 1000);
        Assert.All(alone, row => Assert.Equal([0.5f, 0, 0.25f], new[] { 0, 2, 3 }.Select(d => rows[row, d].item<float>())));
        Assert.Equal(0.5, firing.Count(row => row.Contains(0)) / 20_000.0, 0.02);
        Assert.DoesNotContain(firing, row => row.Contains(2) && row.Contains(3));
    }

    [Fact]
    public void Firings_are_correlated_as_the_files_say()
    {
        // The roots have loadings of .9 and own variances of .19, and fire with probabilities .5 and .4; independent ones would fire together with .2.
        var weights = Weights(
            ("correlation_factor", [7, 1], [0.9f, 0.9f, 0, 0, 0, 0, 0]),
            ("correlation_diag", [7], [0.19f, 0.19f, 1, 1, 1, 1, 1])
        );
        using var context = ToyProblem.Context();
        var firing = Source(weights, Tree).Firing(context, DataSplit.Training, 0, 50_000);

        // P(x > 0, y > .2533) for a correlation of .81, by numerical integration of the bivariate normal distribution.
        Assert.Equal(0.3434, firing.Count(row => row.Contains(0) && row.Contains(1)) / 50_000.0, 0.01);
        Assert.Equal(0.5, firing.Count(row => row.Contains(0)) / 50_000.0, 0.01);
        Assert.Equal(0.4, firing.Count(row => row.Contains(1)) / 50_000.0, 0.01);
    }

    [Fact]
    public void Without_a_file_of_trees_there_are_none()
    {
        using var context = ToyProblem.Context();
        Assert.Equal(Enumerable.Repeat(-1, 7), Source(Weights(), tree: null).Parents(context));
    }

    [Fact]
    public void Trees_that_are_numbered_otherwise_are_refused()
    {
        using var context = ToyProblem.Context();
        var swapped = Tree.Replace("\"feature_index\": 3", "\"feature_index\": 4", StringComparison.Ordinal);
        var error = Assert.Throws<InvalidDataException>(() => Source(Weights(), swapped).Parents(context));
        Assert.EndsWith(
            "hierarchy.json: must hold trees with equally many children everywhere, whose features are numbered level by level from 0 and are at most 7",
            error.Message
        );
    }

    [Fact]
    public void Files_without_what_is_needed_are_refused()
    {
        Assert.EndsWith(
            "firing_probabilities must have 7 numbers, as feature_vectors says, has 2",
            Assert.Throws<InvalidDataException>(() => Source(Weights(rates: [0.1f, 0.1f]), Tree).ActivationDim).Message
        );
        Assert.Contains(
            "instance must name synthetic_model.safetensors",
            Assert
                .Throws<InvalidDataException>(() => new SynthSaeBenchSource(new() { Instance = ["hierarchy.json"] }).ActivationDim)
                .Message
        );
    }

    private static byte[] Weights(params (string Name, int[] Shape, float[] Values)[] more) =>
        Weights([0.5f, 0.4f, 0.1f, 0.05f, 0.1f, 0.1f, 0.04f], more);

    private static byte[] Weights(float[] rates, params (string Name, int[] Shape, float[] Values)[] more)
    {
        (string Name, int[] Shape, float[] Values)[] tensors =
        [
            ("feature_vectors", [7, 4], Directions),
            ("bias", [4], [0.5f, 0, 0, 0.25f]),
            ("firing_probabilities", [rates.Length], rates),
            .. more,
        ];
        var (entries, end) = (new List<string>(), 0);
        foreach (var (name, shape, values) in tensors)
        {
            entries.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{end},{end += 4 * values.Length}]}}"
                )
            );
        }

        return ActivationFiles.Safetensors(
            $"{{{string.Join(',', entries)}}}",
            ActivationFiles.Encode("F32", tensors.SelectMany(tensor => tensor.Values))
        );
    }

    private SynthSaeBenchSource Source(byte[] weights, string? tree)
    {
        List<string> files = [_files.Write("synthetic_model.safetensors", weights)];
        if (tree is not null)
        {
            files.Add(_files.Write("hierarchy.json", System.Text.Encoding.UTF8.GetBytes(tree)));
        }

        return new SynthSaeBenchSource(new SynthSaeBenchOptions { Instance = files });
    }
}
