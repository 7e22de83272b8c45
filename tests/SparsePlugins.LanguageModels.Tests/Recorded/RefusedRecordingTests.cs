using SparsePlugins.Contracts;

namespace SparsePlugins.LanguageModels.Tests.Recorded;

/// <summary>Recordings, models and hooks that don't fit together are refused in one sentence, with the file and what to do.</summary>
public sealed class RefusedRecordingTests : IDisposable
{
    private const string Training = "training-00000.safetensors";
    private const string HeldOut = "held-out-00000.safetensors";
    private readonly TemporaryFolder _folder = new();
    private readonly MovedRecording _recording = new(SmallModel.Options);

    [Fact]
    public void Another_model_is_refused_and_both_are_named()
    {
        var weights = Path.Combine(SmallModel.ModelFolder, "model.safetensors");
        var config = Path.Combine(SmallModel.ModelFolder, "config.json");
        File.Copy(config, _folder["config.json"]);
        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1; // One more step of training.
        File.WriteAllBytes(_folder["model.safetensors"], bytes);

        var (now, recorded) = (FileHashes.Of(_folder["model.safetensors"], default)[..12], FileHashes.Of(weights, default)[..12]);
        Assert.NotEqual(now, recorded);
        Assert.Equal(
            $"{_folder["model.safetensors"]}: has SHA-256 {now}, and {_recording[Training]} was recorded from a model 'model', whose model.safetensors has "
                + $"{recorded}; name the files of that model, or record this one with sparse record",
            Refusal(_recording.Options with { Model = [_folder["config.json"], _folder["model.safetensors"]] })
        );
    }

    [Fact]
    public void A_model_without_its_weights_is_refused() =>
        Assert.Equal(
            "recorded-language-model: model must name model.safetensors, which is read; name FOLDER/*.json and FOLDER/*.safetensors",
            Refusal(_recording.Options with { Model = [Path.Combine(SmallModel.ModelFolder, "config.json")] })
        );

    [Fact]
    public void Another_hook_is_refused() =>
        Assert.Equal(
            $"{_recording[Training]}: was recorded at 'blocks.1.hook_resid_post', and hook is 'blocks.0.hook_mlp_out'; name that hook, or record this one "
                + "with sparse record",
            Refusal(_recording.Options with { Hook = "blocks.0.hook_mlp_out" })
        );

    [Theory]
    [InlineData("training-00001.safetensors")]
    [InlineData(Training)]
    [InlineData(HeldOut)]
    public void A_file_that_is_missing_is_named(string name)
    {
        File.Delete(_recording[name]);
        AssertMissing(name);
    }

    [Fact]
    public void The_last_file_is_missed_too() => Assert.All(["training", "held-out"], DeleteLast);

    [Fact]
    public void A_file_that_was_cut_is_refused()
    {
        using (var file = File.OpenWrite(_recording[Training]))
        {
            file.SetLength(file.Length - 100);
        }

        Assert.Matches(
            $"^{_recording[Training]}: must have [0-9]+ bytes of numbers, has [0-9]+; it was cut or appended to; copy or save it again$",
            Refusal(_recording.Options)
        );
    }

    [Fact]
    public void Files_of_two_recordings_are_not_mixed()
    {
        using var other = new MovedRecording(SmallModel.Options with { SkipPositions = 1 });
        File.Copy(other[Training], _recording[Training], overwrite: true);
        Assert.Equal(
            $"{_recording[Training]}: is of another recording than {_recording[HeldOut]}; name the files of one of them",
            Refusal(_recording.Options)
        );
    }

    [Fact]
    public void A_file_that_is_named_twice_is_refused()
    {
        File.Copy(_recording[Training], _recording["training-again.safetensors"]);
        Assert.Equal(
            $"{_recording["training-again.safetensors"]}: holds contexts that {_recording[Training]} holds, too; name each file once",
            Refusal(_recording.Options)
        );
    }

    [Fact]
    public void A_recording_of_an_earlier_version_is_refused()
    {
        _recording.Replace(HeldOut, "\"layout\":\"2\"", "\"layout\":\"1\"");
        Assert.Equal(
            $"{_recording[HeldOut]}: was recorded by another version (layout '1'), whose files lack the tokens of contexts or have them elsewhere; record it "
                + "again with sparse record, or read it with recorded-activations, without the model",
            Refusal(_recording.Options)
        );
    }

    [Theory]
    [InlineData("\"split_texts\":\"0..15 of ", "\"split_texts\":\"9..15 of ", "contexts")]
    [InlineData("\"split_texts\":\"0..15 of ", "\"split_texts\":\"0..x5 of ", "split_texts")]
    [InlineData("\"contexts\"", "\"contests\"", "contexts")]
    [InlineData("\"recording\"", "\"regarding\"", "recording")]
    [InlineData("\"split\":\"held-out\"", "\"split\":\"held-off\"", "split")]
    public void A_header_that_was_changed_is_refused(string text, string other, string named)
    {
        _recording.Replace(HeldOut, text, other);
        Assert.Equal($"{_recording[HeldOut]}: has no readable {named} in its header; copy it again", Refusal(_recording.Options));
    }

    [Theory]
    [InlineData("\"skip_positions\":\"0\"", "\"skip_positions\":\"1\"")]
    [InlineData("\"skip_positions\":\"0\"", "\"skip_positions\":\"-\"")]
    [InlineData("\"precision\":\"Float32\"", "\"precision\":\"Float16\"")]
    [InlineData("\"special_tokens\":\"False\"", "\"special_tokens\":\"True \"")]
    [InlineData("\"hook\":\"blocks.1", "\"hook\":\"blocks.0")]
    [InlineData("\"recording\":\"", "\"recording\":\"", "0123")]
    public void A_header_that_does_not_give_its_recording_is_refused(string text, string other, string name = "")
    {
        // In every file, so that they agree.
        var recording = RecordedShard.Read(_recording[Training]).Header.Recording;
        var now = name + recording[name.Length..];
        _recording.ReplaceInAll(text + (name.Length > 0 ? recording : ""), other + (name.Length > 0 ? now : ""));
        Assert.Equal(
            $"{_recording[HeldOut]}: has a header that is not of recording '{now}', so that it was changed since it was recorded; copy it again",
            Refusal(_recording.Options)
        );
    }

    [Theory]
    [InlineData("build")]
    [InlineData("tokens\":\"")]
    public void A_header_that_lacks_what_its_recording_is_made_of_is_refused(string name)
    {
        _recording.ReplaceInAll($"\"{name}", $"\"_{name[1..]}");
        Assert.Equal(
            $"{_recording[HeldOut]}: has no readable {name.Split('"')[0]} in its header; copy it again",
            Refusal(_recording.Options)
        );
    }

    /// <summary>A header whose recording was given another name, as by a program that writes such files wrongly.</summary>
    [Theory]
    [InlineData("precision", "Float16", "activations")]
    [InlineData("precision", "Float33", "precision")]
    [InlineData("precision", "0000007", "precision")]
    [InlineData("skip_positions", "-", "skip_positions")]
    public void An_option_that_is_not_that_of_the_rows_is_refused_under_any_name(string option, string value, string named)
    {
        var texts = Texts(_recording[Training]);
        var changed = new Dictionary<string, string>(texts) { [option] = value };
        _recording.ReplaceInAll($"\"{option}\":\"{texts[option]}\"", $"\"{option}\":\"{value}\"");
        _recording.ReplaceInAll(texts["recording"], RecordingKey.HashOf(changed, name => new KeyNotFoundException(name)));
        using var context = Conformance.ToyProblem.Context();
        Assert.EndsWith(
            $"safetensors: has no readable {named} in its header; copy it again",
            Assert.Throws<InvalidDataException>(() => new RecordedLanguageModelSource(_recording.Options).OpenModel(context)).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Always the same changes: an error that names the file, or a model; nothing else.</summary>
    [Fact]
    public void A_header_that_is_changed_at_random_is_refused_or_read()
    {
        var whole = File.ReadAllBytes(_recording[Training]);
        var header = 8 + (int)BitConverter.ToInt64(whole);
        var (random, options, refused) = (new Random(5), _recording.Options, 0);
        for (var mutant = 0; mutant < 200; mutant++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(header)] = (byte)random.Next(32, 127);
            File.WriteAllBytes(_recording[Training], bytes);
            var failure = Record.Exception(() => Open(options));
            Assert.True(failure is null or InvalidDataException or IOException, $"mutant {mutant}: {failure}");
            Assert.Contains(failure is null ? "" : Path.GetFileName(_recording.Folder), failure?.Message ?? "", StringComparison.Ordinal);
            refused += failure is null ? 0 : 1;
        }

        Assert.InRange(refused, 180, 199);
    }

    [Fact]
    public void Files_that_were_not_recorded_are_refused()
    {
        var weights = Path.Combine(SmallModel.ModelFolder, "model.safetensors");
        Assert.Equal(
            $"{weights}: was not written by sparse record; name the files that it wrote, or read it with recorded-activations, without the model",
            Refusal(_recording.Options with { Files = [weights] })
        );
        Assert.Equal(
            $"{_recording["recording.json"]}: is no file of rows that sparse record wrote; name FOLDER/*.safetensors",
            Refusal(_recording.Options with { Files = [_recording["recording.json"]] })
        );
        Assert.Equal(
            "recorded-language-model: files must name the files of a recording; name FOLDER/*.safetensors",
            Refusal(_recording.Options with { Files = [] })
        );
    }

    public void Dispose()
    {
        _recording.Dispose();
        _folder.Dispose();
    }

    private static void Open(RecordedLanguageModelOptions options)
    {
        using var context = Conformance.ToyProblem.Context();
        var source = new RecordedLanguageModelSource(options);
        source.Open(context).Dispose();
        source.OpenModel(context).Dispose();
    }

    private static IReadOnlyDictionary<string, string> Texts(string file)
    {
        using var stream = File.OpenRead(file);
        return Formats.SafetensorsHeader.Read(stream).Metadata;
    }

    private void DeleteLast(string split)
    {
        var last = Directory.GetFiles(_recording.Folder, $"{split}-*.safetensors").Order().Last();
        var bytes = File.ReadAllBytes(last);
        File.Delete(last);
        AssertMissing(Path.GetFileName(last));
        File.WriteAllBytes(last, bytes);
    }

    private void AssertMissing(string name) =>
        Assert.Equal(
            $"{_recording[name]}: is missing from files, which name a part of the recording; name FOLDER/*.safetensors, or copy the file again",
            Refusal(_recording.Options)
        );

    private static string Refusal(RecordedLanguageModelOptions options) =>
        Assert.ThrowsAny<Exception>(() => ((IActivationSource)new RecordedLanguageModelSource(options)).ActivationDim).Message;
}
