using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Files damaged at random, always the same ones: an error that names the file, or numbers; nothing else and no large memory.</summary>
public sealed class RecordedMutationTests : IDisposable
{
    private const int Some = 300;
    private const int Many = 1500;
    private static readonly string[] Splices =
    [
        "999999999999999999999",
        "-1",
        "1e9",
        "[",
        "(",
        "{",
        "'",
        "\"",
        "\\ud800",
        "\\u0000",
        "null",
        ",",
        ":",
    ];
    private readonly ActivationFiles _files = new();
    private readonly FastRandom _random = new(new RandomSeed(20));

    public void Dispose() => _files.Dispose();

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1)]
    public void A_damaged_npy_file_is_refused_or_read(byte major) =>
        AssertHarmless("mutant.npy", Npy("<f4", 4, 8, Encode("<f4", Counting(4, 8)), major));

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(2)]
    [InlineData(3)]
    public void So_is_one_of_a_later_version(byte major) => A_damaged_npy_file_is_refused_or_read(major);

    [Theory]
    [InlineData(Some)]
    public void A_damaged_safetensors_file_is_refused_or_read(int mutants) =>
        AssertHarmless("mutant.safetensors", Safetensors("F32", 4, 8, Encode("F32", Counting(4, 8))), mutants);

    [Fact]
    [Trait("Category", "Long")]
    public void So_is_one_of_many() => A_damaged_safetensors_file_is_refused_or_read(Many);

    private void AssertHarmless(string name, byte[] whole, int mutants = Many)
    {
        var (refused, read) = (0, 0);
        for (var i = 0; i < mutants; i++)
        {
            var file = _files.Write(name, Mutate(whole));
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var failure = Record.Exception(() => ReadSome(file));
            Assert.True(failure is null or InvalidDataException or IOException, $"mutant {i}: {failure}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 1 << 20);
            (refused, read) = failure is null ? (refused, read + 1) : (refused + 1, read);
        }

        // Both must happen often, or nothing was tested.
        Assert.InRange(refused, mutants / 10, mutants);
        Assert.InRange(read, mutants / 100, mutants);
    }

    private static void ReadSome(string file)
    {
        var source = new RecordedActivationsSource(new() { Files = [file] });
        using var context = ToyProblem.Context();
        using var stream = source.Open(context);
        stream.Batch(DataSplit.Training, 0, 3).Dispose();
        stream.Batch(DataSplit.Evaluation, 5, 2).Dispose();
    }

    private byte[] Mutate(byte[] whole)
    {
        var bytes = whole.ToList();
        for (var damage = 0; damage <= _random.NextBelow(3); damage++)
        {
            var place = _random.NextBelow(bytes.Count);
            switch (_random.NextBelow(5))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << _random.NextBelow(8));
                    break;
                case 1:
                    bytes[place] = (byte)_random.NextBelow(256);
                    break;
                case 2:
                    bytes.RemoveRange(place, Math.Min(bytes.Count - place - 1, 1 + _random.NextBelow(8)));
                    break;
                case 3:
                    bytes.InsertRange(place, Splices[_random.NextBelow(Splices.Length)].Select(c => (byte)c));
                    break;
                default:
                    bytes.RemoveRange(place, _random.NextBelow(bytes.Count - place));
                    break;
            }
        }

        return [.. bytes];
    }
}
