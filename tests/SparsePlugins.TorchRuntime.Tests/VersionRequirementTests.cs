using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SparsePlugins.TorchRuntime.Tests;

/// <summary>On the stock wrapper: its copy beside the tests is never changed.</summary>
public sealed class VersionRequirementTests
{
    private static readonly byte[] Stock = File.ReadAllBytes(Wrapper.Find(AppContext.BaseDirectory));

    [Fact]
    public void One_bit_of_one_byte_differs()
    {
        var at = Assert.Single(Differences(Stock, Repair(Stock)));
        Assert.Equal((0, 2), (Stock[at], Repair(Stock)[at]));
    }

    [Fact]
    public void That_byte_belongs_to_the_version_by_its_hash()
    {
        // An entry begins with the hash of the version's name; its flags follow.
        var flags = Assert.Single(Differences(Stock, Repair(Stock)));
        Assert.Equal(Hash(Wrapper.NewestVersion), BinaryPrimitives.ReadUInt32LittleEndian(Stock.AsSpan(flags - 4)));
    }

    [Fact]
    public void The_input_is_left_alone()
    {
        var before = Stock.ToArray();
        Repair(Stock);
        Assert.Equal(before, Stock);
    }

    [Fact]
    public void Repairing_again_changes_nothing() => Assert.Equal(Repair(Stock), Repair(Repair(Stock)));

    [Theory]
    [InlineData("GLIBCXX_3.4.99")]
    [InlineData("GLIBCXX_3.4.3")] // only the beginning of a name that is there
    [InlineData("LIBCXX_3.4.32")] // only the end
    public void A_version_that_is_not_asked_for_is_refused(string version) =>
        Assert.Equal($"it does not ask for {version}", Refusal(() => VersionRequirement.MakeOptional(Stock, version)));

    [Fact]
    public void A_text_is_refused() =>
        Assert.Equal("it is not a Linux library (no ELF header)", Refusal(() => Repair(Encoding.UTF8.GetBytes(new string('x', 1000)))));

    [Fact]
    public void An_empty_file_is_refused() => Assert.Equal("it is not a Linux library (no ELF header)", Refusal(() => Repair([])));

    [Theory]
    [InlineData(4, 1)] // 32 bits
    [InlineData(5, 2)] // big-endian
    [InlineData(18, 183)] // Arm
    public void A_library_for_another_processor_is_refused(int at, byte value)
    {
        var foreign = Stock.ToArray();
        foreign[at] = value;
        Assert.Equal("it was built for another processor than 64-bit x86", Refusal(() => Repair(foreign)));
    }

    [Fact]
    public void Every_truncation_is_refused_in_a_sentence()
    {
        var random = new Random(1);
        // The last sections (.comment, .symtab...) are not loaded: only a cut before them matters.
        var lengths = Enumerable.Range(0, 256).Concat(Enumerable.Range(0, 500).Select(_ => random.Next(Stock.Length * 3 / 4)));
        foreach (var length in lengths)
            Assert.NotEmpty(Refusal(() => Repair(Stock[..length])));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Damaged_headers_never_crash_nor_hang()
    {
        var random = new Random(2);
        var damaged = Stock.ToArray();
        var places = Places();
        for (var round = 0; round < 1_500; round++)
        {
            var changes = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => places[random.Next(places.Length)]).ToArray();
            foreach (var at in changes)
                damaged[at] = RandomByte(random);
            AssertRepairedOrRefused(damaged);
            foreach (var at in changes)
                damaged[at] = Stock[at];
        }
    }

    [Fact]
    public async Task Chains_that_would_take_hours_are_given_up()
    {
        // Every word from the first requirement to the dynamic section says 4: 400,000 libraries with 400,000 versions each.
        var damaged = Stock.ToArray();
        var elf = new ElfImage(new MemoryStream(Stock));
        var requirements = (int)elf.FileOffset(elf.Dynamic(ElfImage.VersionNeeds));
        MemoryMarshal.Cast<byte, uint>(damaged.AsSpan(requirements..SegmentOffset(kind: 2))).Fill(4);

        var refusal = Task.Run(() => Refusal(() => Repair(damaged)));

        Assert.Equal("it does not ask for GLIBCXX_3.4.32", await refusal.WaitAsync(TimeSpan.FromMinutes(10)));
    }

    private static byte[] Repair(byte[] library) => VersionRequirement.MakeOptional(library, Wrapper.NewestVersion);

    private static string Refusal(Func<byte[]> repair) => Assert.Throws<InvalidDataException>(repair).Message;

    private static void AssertRepairedOrRefused(byte[] library)
    {
        byte[] repaired;
        try
        {
            repaired = Repair(library);
        }
        catch (InvalidDataException e)
        {
            Assert.NotEmpty(e.Message);
            return;
        }
        Assert.InRange(Differences(library, repaired).Count, 0, 1); // 0: damaged to be optional already
    }

    // The file header, the program headers, the dynamic section and the version requirements.
    private static int[] Places()
    {
        var requirements = Differences(Stock, Repair(Stock)).Single();
        var dynamic = SegmentOffset(kind: 2);
        return [.. Enumerable.Range(0, 64 + 56 * 12), .. Enumerable.Range(dynamic, 36 * 16), .. Enumerable.Range(requirements - 400, 800)];
    }

    private static int SegmentOffset(uint kind)
    {
        var header = 64;
        while (BinaryPrimitives.ReadUInt32LittleEndian(Stock.AsSpan(header)) != kind)
            header += 56;
        return (int)BinaryPrimitives.ReadInt64LittleEndian(Stock.AsSpan(header + 8));
    }

    private static byte RandomByte(Random random) =>
        random.Next(4) switch
        {
            0 => 0,
            1 => 0xff,
            2 => 0x80,
            _ => (byte)random.Next(256),
        };

    private static List<int> Differences(byte[] a, byte[] b)
    {
        Assert.Equal(a.Length, b.Length);
        var differences = new List<int>();
        for (var from = 0; from + a.AsSpan(from).CommonPrefixLength(b.AsSpan(from)) is var at && at < a.Length; from = at + 1)
            differences.Add(at);
        return differences;
    }

    // The System V hash of ELF's specification.
    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }
        return hash;
    }
}
