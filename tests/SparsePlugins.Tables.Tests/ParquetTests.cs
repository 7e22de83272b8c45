using ParquetSharp;
using ParquetSharp.IO;

namespace SparsePlugins.Tables.Tests;

/// <summary>Parquet files, read by Apache Arrow.</summary>
public sealed class ParquetTests
{
    [Fact]
    public void Arrow_reads_the_curves_with_their_types_and_values()
    {
        using var table = new Read("tables/curves.parquet");

        Assert.Equal(
            ["run", "cohort", "seed", "initializer", "reinitializer", "step", "samples", "metric", "value", "setting"],
            table.Columns
        );
        Assert.Equal(["0a", "0a", "0a", "0a", "0a", "0b", "0b"], table.Values<string>("run"));
        Assert.Equal([0, 100, 200, 0, 200, 0, 100], table.Values<long>("step"));
        Assert.Equal([0.25, 0.5, 0.75, 0.0, 0.125, 0.125, double.NaN], table.Values<double>("value"));
        Assert.Equal("k-means, \"fast\"", table.Values<string>("initializer")[0]);
    }

    [Fact]
    public void Arrow_reads_the_runs_and_what_is_missing_is_null()
    {
        using var table = new Read("tables/runs.parquet");

        Assert.Equal([100, null], table.Values<long?>("steps to mmcs >= 0.5"));
        Assert.Equal([0.5, 2.0], table.Values<double>("autoencoder.l1"));
        Assert.Equal(["a", ""], table.Values<string>("toy.world"));
        Assert.Equal([0.125, double.NaN], table.Values<double>("final dead-fraction"));
        Assert.Equal(["completed", "diverged"], table.Values<string>("outcome"));
        Assert.Equal([1.5, 1.5], table.Values<double>("training_seconds"));
    }

    [Fact]
    public void The_same_records_give_the_same_bytes() =>
        Assert.Equal(
            SmallExperiment.File(DataFormat.Parquet, "tables/runs.parquet"),
            SmallExperiment.File(DataFormat.Parquet, "tables/runs.parquet")
        );

    /// <summary>A file as Arrow reads it.</summary>
    private sealed class Read : IDisposable
    {
        private readonly ParquetFileReader _file;

        public Read(string path) =>
            _file = new ParquetFileReader(new ManagedRandomAccessFile(new MemoryStream(SmallExperiment.File(DataFormat.Parquet, path))));

        public IEnumerable<string> Columns =>
            Enumerable.Range(0, _file.FileMetaData.NumColumns).Select(index => _file.FileMetaData.Schema.Column(index).Name);

        public T[] Values<T>(string column)
        {
            using var group = _file.RowGroup(0);
            var index = Columns.ToList().IndexOf(column);
            using var reader = group.Column(index).LogicalReader<T>();
            return reader.ReadAll(checked((int)group.MetaData.NumRows));
        }

        public void Dispose() => _file.Dispose();
    }
}
