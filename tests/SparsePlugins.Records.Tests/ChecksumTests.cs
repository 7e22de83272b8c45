using System.Security.Cryptography;
using System.Text;

namespace SparsePlugins.Records.Tests;

public sealed class ChecksumTests
{
    private static readonly RunRecord Run = Example.Run(Example.Four[0], seed: 1);
    private static readonly string Text = RecordJson.Write(Run);

    [Fact]
    public void It_is_the_hash_of_all_bytes_before_its_field()
    {
        var start = Text.LastIndexOf(",\n  \"checksum\"", StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text[..start])));

        Assert.Equal($",\n  \"checksum\": \"sha256:{hash}\"\n}}\n", Text[start..]);
        Assert.True(RecordJson.HasChecksum(Text));
    }

    [Fact]
    public void A_record_of_a_version_without_checksums_is_read()
    {
        var old = Unsealed.Of(Text);

        Assert.Equal(Text, RecordJson.Write(RecordJson.Read(old)));
        Assert.False(RecordJson.HasChecksum(old));
    }

    [Theory]
    [InlineData("\"batch\": 512", "\"batch\": 513")]
    [InlineData("\"training_seconds\": 1.5", "\"training_seconds\": 1.6")]
    [InlineData("  \"seed\"", " \"seed\"")]
    [InlineData("\"checksum\": \"sha256:", "\"checksum\": \"sha257:")]
    [InlineData("\"checksum\": ", "\"checksum\":  ")]
    [InlineData("\n}\n", "\n}")]
    public void What_was_changed_afterwards_is_refused(string right, string wrong)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);
        var changed = Text.Replace(right, wrong, StringComparison.Ordinal);

        var error = Assert.Throws<RecordFormatException>(() => RecordJson.Read(changed));

        Assert.Equal(
            "the record is not what its checksum says: it was damaged or changed after it was written; delete it, and the next run writes it again",
            error.Message
        );
    }

    [Fact]
    public void Damage_to_the_key_itself_is_refused()
    {
        var error = Assert.Throws<RecordFormatException>(() =>
            RecordJson.Read(Text.Replace("\"checksum\"", "\"cheksum\"", StringComparison.Ordinal))
        );

        Assert.StartsWith("the record must end with timings or checksum", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"timings\"", "\"\\ud800\"")]
    [InlineData("\"format\"", "\"\\ud800\"")]
    [InlineData("\"source\"", "\"s\\udc00\"")]
    public void Half_a_character_in_a_key_is_refused(string right, string wrong)
    {
        Assert.Throws<RecordFormatException>(() => RecordJson.Read(Text.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Throws<RecordFormatException>(() => RecordJson.Read(Unsealed.Of(Text).Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_experiment_has_one_too()
    {
        var text = ExperimentJson.Write(Example.Experiment([Run]));

        Assert.Throws<RecordFormatException>(() => ExperimentJson.Read(text.Replace("seed=1", "seed=2", StringComparison.Ordinal)));
        Assert.Equal(text, ExperimentJson.Write(ExperimentJson.Read(Unsealed.Of(text))));
    }
}
