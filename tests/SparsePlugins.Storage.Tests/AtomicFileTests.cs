namespace SparsePlugins.Storage.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Another process may read a record at the moment at which it is replaced.</summary>
    [Theory]
    [InlineData(100)]
    public async Task A_reader_finds_it_whole_and_never_locked_while_it_is_replaced(int writes)
    {
        var path = _folder["record.json"];
        AtomicFile.Write(path, Content(0));
        using var end = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(() =>
        {
            for (; !end.IsCancellationRequested; Interlocked.Increment(ref reads))
            {
                Assert.Contains(File.ReadAllText(path), Enumerable.Range(0, 10).Select(Content));
            }
        });
        for (var index = 1; !reader.IsCompleted && (index <= writes || Volatile.Read(ref reads) < 20); index++)
        {
            AtomicFile.Write(path, Content(index % 10));
        }

        await end.CancelAsync();
        await reader;
        Assert.Equal(["record.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    [Trait("Category", "Long")]
    public Task So_it_does_for_long() => A_reader_finds_it_whole_and_never_locked_while_it_is_replaced(3000);

    private static string Content(int index) => new((char)('a' + index), 2000);
}
