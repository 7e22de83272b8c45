using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Rows of one number, which is the row's own.</summary>
public sealed class RecordedOrderTests : IDisposable
{
    private readonly ActivationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(10, 0.2, 2)]
    [InlineData(10, 0.01, 1)] // never none
    [InlineData(2, 0.5, 1)]
    [InlineData(1001, 0.5, 500)] // half to even
    [InlineData(1000, 0.123, 123)]
    public void The_share_held_out_is_the_one_asked_for(int rows, double heldOut, int expected)
    {
        using var data = Open(rows, heldOut: heldOut);
        Assert.Equal(expected, data.RowCount(DataSplit.Evaluation));
        Assert.Equal(rows - expected, data.RowCount(DataSplit.Training));
        Assert.Equal(rows - expected, data.RowCount(DataSplit.Initialization));
    }

    [Fact]
    public void Every_epoch_visits_every_training_row_once_in_an_order_of_its_own()
    {
        using var data = Open(1000);
        var epochs = data.Read(DataSplit.Training, rows: 96, count: 2400).Chunk(800).ToList();
        var heldOut = data.Read(DataSplit.Evaluation, rows: 200, count: 200);
        foreach (var epoch in epochs)
        {
            Assert.Equal(Enumerable.Range(0, 1000), epoch.Concat(heldOut).Order());
        }

        // Two random orders of 800 agree in one place on average.
        Assert.InRange(epochs[0].Zip(epochs[1]).Count(pair => pair.First == pair.Second), 0, 8);
        Assert.InRange(epochs[1].Zip(epochs[2]).Count(pair => pair.First == pair.Second), 0, 8);
    }

    [Fact]
    public void The_order_is_global_across_files()
    {
        using var data = Open(4000, files: 4);
        var training = data.Read(DataSplit.Training, rows: 100, count: 3200);
        Assert.All(training.Chunk(400), part => Assert.Equal(2000, part.Average(), 5 * 4000 / Math.Sqrt(12 * 400)));
        Assert.Equal(4000 / 3.0, training.Zip(training.Skip(1)).Average(pair => Math.Abs(pair.First - pair.Second)), 100.0);
    }

    [Fact]
    public void How_rows_are_cut_into_batches_changes_nothing()
    {
        using var data = Open(50);
        foreach (var split in Enum.GetValues<DataSplit>())
        {
            Assert.Equal(data.Read(split, rows: 1, count: 210), data.Read(split, rows: 70, count: 210));
        }
    }

    [Fact]
    public void Evaluation_and_initialization_start_over_in_the_same_order()
    {
        using var data = Open(100);
        foreach (var (split, size) in new[] { (DataSplit.Evaluation, 20), (DataSplit.Initialization, 80) })
        {
            var rows = data.Read(split, rows: 7, count: 2 * size);
            Assert.Equal(rows[..size], rows[size..]);
        }
    }

    [Fact]
    public void Initialization_takes_training_rows_in_another_order()
    {
        using var data = Open(100);
        var (sample, training) = (data.Read(DataSplit.Initialization, 80, 80), data.Read(DataSplit.Training, 80, 80));
        Assert.Equal(training.Order(), sample.Order());
        Assert.NotEqual(training, sample);
    }

    [Fact]
    public void The_held_out_rows_are_drawn_from_the_seed_one_by_one()
    {
        using var one = Open(1000, seed: 1);
        using var same = Open(1000, seed: 1);
        using var other = Open(1000, seed: 2);
        var heldOut = one.Read(DataSplit.Evaluation, 200, 200);
        Assert.Equal(heldOut, same.Read(DataSplit.Evaluation, 200, 200));
        Assert.InRange(heldOut.Intersect(other.Read(DataSplit.Evaluation, 200, 200)).Count(), 15, 65); // 40 expected, deviation 5
        Assert.Equal(499.5, heldOut.Average(), 5 * 1000 / Math.Sqrt(12 * 200));
    }

    [Fact]
    public void The_last_batch_that_numbers_can_name_is_read()
    {
        using var data = Open(10);
        Assert.Equal(2, data.Batch(DataSplit.Training, (long.MaxValue / 2) - 1, 2).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Batch(DataSplit.Training, long.MaxValue / 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Batch(DataSplit.Training, -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Batch(DataSplit.Training, 0, 0));
    }

    [Fact]
    public void A_closed_stream_refuses_to_read()
    {
        var data = Open(10);
        data.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data.Batch(DataSplit.Training, 0, 2));
    }

    private OpenedRows Open(int rows, int files = 1, double heldOut = 0.2, ulong seed = 7)
    {
        var each = rows / files;
        var paths = Enumerable
            .Range(0, files)
            .Select(file => _files.Write($"{file}.npy", Npy("<f4", each, 1, Encode("<f4", Counting(each, 1, file * each)))));
        return new OpenedRows(new() { Files = [.. paths], HeldOut = heldOut }, seed);
    }

    private sealed class OpenedRows : IDisposable
    {
        private readonly ComponentContext _context;
        private readonly IActivationStream _stream;

        public OpenedRows(RecordedActivationsOptions options, ulong seed)
        {
            _context = ToyProblem.Context(seed);
            _stream = new RecordedActivationsSource(options).Open(_context);
        }

        public long? RowCount(DataSplit split) => _stream.RowCount(split);

        public List<int> Batch(DataSplit split, long index, int rows)
        {
            using var batch = _stream.Batch(split, index, rows);
            return [.. TensorAssertions.Numbers(batch).Select(value => (int)value)];
        }

        public List<int> Read(DataSplit split, int rows, int count) =>
            [.. Enumerable.Range(0, (count + rows - 1) / rows).SelectMany(index => Batch(split, index, rows)).Take(count)];

        public void Dispose()
        {
            _stream.Dispose();
            _context.Dispose();
        }
    }
}
