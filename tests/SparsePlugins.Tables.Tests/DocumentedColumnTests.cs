using System.Text.Json;

namespace SparsePlugins.Tables.Tests;

/// <summary>docs/records.md names every column.</summary>
public sealed class DocumentedColumnTests
{
    private static readonly string[] OfThisExperiment =
    [
        "autoencoder.l1",
        "toy.world",
        "steps to mmcs >= 0.5",
        "final mmcs",
        "final dead-fraction",
    ];

    [Theory]
    [InlineData("tables/curves.jsonl")]
    [InlineData("tables/runs.jsonl")]
    public void Every_column_is_described(string path)
    {
        using var row = JsonDocument.Parse(SmallExperiment.Text(DataFormat.JsonLines, path).Split('\n')[0]);
        var columns = row.RootElement.EnumerateObject().Select(field => field.Name).Except(OfThisExperiment).ToList();

        Assert.Contains("run", columns);
        Assert.All(columns, column => Assert.True(DocumentedNames.Has(column), column));
    }

    [Theory]
    [InlineData("steps to THRESHOLD")]
    [InlineData("final MEASUREMENT")]
    public void So_are_the_columns_that_a_manifest_names(string column) => Assert.True(DocumentedNames.Has(column));

    [Fact]
    public void Every_format_is_described() =>
        Assert.All(DataFormat.All, format => Assert.True(DocumentedNames.Has(format.Name), format.Name));
}
