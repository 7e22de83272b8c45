using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace SparsePlugins.Tables.Tests;

/// <summary>TensorBoard's event files.</summary>
public sealed class TensorBoardTests
{
    private static readonly IReadOnlyList<DataFile> Files = DataFormat.TensorBoard.Files(SmallExperiment.Record, SmallExperiment.Runs);

    [Fact]
    public void The_checksum_of_the_test_is_the_published_one() =>
        Assert.Equal(0xE3069283, EventReader.Crc(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void The_first_record_has_the_bytes_that_were_worked_by_hand() =>
        // 24 bytes; an event with the time 0 (field 1, 8 bytes) and the version (field 3, 13 bytes).
        Assert.Equal(
            "1800000000000000" + "A37F4B22" + "09" + "0000000000000000" + "1A0D" + Convert.ToHexString("brain.Event:2"u8),
            Convert.ToHexString(Files[0].Content.AsSpan(0, 12 + 24))
        );

    [Fact]
    public void A_run_with_a_record_has_a_folder_that_is_named_after_it() =>
        Assert.Equal(
            [
                "tensorboard/k-means,--fast-seed-1-0a/events.out.tfevents.0.sparse",
                "tensorboard/orthogonal-seed-2-0b/events.out.tfevents.0.sparse",
            ],
            Files.Select(file => file.Path)
        );

    [Fact]
    public void Curves_are_scalars_with_their_steps()
    {
        var events = EventReader.Read(Files[0].Content);
        var points =
            from one in events
            where one.Summary is not null
            let value = one.Summary.Value.Single()
            where value.Tag == "mmcs"
            select (one.Step, value.SimpleValue, one.WallTime);

        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal([(0, 0.25f, 0.0), (100, 0.5f, 0.75), (200, 0.75f, 1.5)], points);
    }

    [Fact]
    public void Hyperparameters_and_the_group_of_seeds_are_read_back()
    {
        var session = Plugin(Files[0].Content, "_hparams_/session_start_info", field: 3);
        var values = Struct.Parser.ParseFrom(session).Fields; // The same fields on the wire: 1 is a map of names to values.

        Assert.Equal("k-means, \"fast\"", values["initializer"].StringValue);
        Assert.Equal(0.5, values["autoencoder.l1"].NumberValue);
        Assert.Equal("a", values["toy.world"].StringValue);
        Assert.Equal([1.0, 512.0], [values["seed"].NumberValue, values["batch"].NumberValue]);
        Assert.Contains("k-means, \"fast\", l1=0.5", Encoding.UTF8.GetString(session), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)] // STATUS_SUCCESS
    [InlineData(1, 2)] // STATUS_FAILURE: it diverged
    public void The_end_of_a_run_is_read_back(int run, int status)
    {
        var session = new CodedInputStream(Plugin(Files[run].Content, "_hparams_/session_end_info", field: 4));

        Assert.Equal(WireFormat.MakeTag(1, WireFormat.WireType.Varint), session.ReadTag());
        Assert.Equal(status, session.ReadEnum());
    }

    /// <summary>What a message of the plugin hparams has in a field.</summary>
    private static byte[] Plugin(byte[] file, string tag, int field)
    {
        var value = EventReader
            .Read(file)
            .Where(one => one.Summary is not null)
            .SelectMany(one => one.Summary.Value)
            .Single(value => value.Tag == tag);
        Assert.Equal("hparams", value.Metadata.PluginData.PluginName);
        Assert.Equal([0f], value.Tensor.FloatVal);
        Assert.Equal([1L], value.Tensor.TensorShape.Dim.Select(dim => dim.Size));
        var content = new CodedInputStream(value.Metadata.PluginData.Content.ToByteArray());
        Assert.Equal(WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited), content.ReadTag());
        return content.ReadBytes().ToByteArray();
    }
}
