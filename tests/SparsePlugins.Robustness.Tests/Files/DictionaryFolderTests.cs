using SparsePlugins.Interchange;

namespace SparsePlugins.Robustness.Tests.Files;

/// <summary>Damaged dictionaries of other tools: one sentence that names the file, or a dictionary; never more memory than the files could need.</summary>
[Trait("Category", "Long")]
public sealed class DictionaryFolderTests : IDisposable
{
    private const long MostBytes = 48L << 20; // A state dict of half a million opcodes takes most.

    private static readonly string[] Telling =
    [
        "cposix\nsystem\n",
        "cbuiltins\neval\n",
        "R",
        "b",
        "(",
        "u",
        "t",
        "}",
        "X\u0004\0\0\0true",
        "../../../../etc/passwd",
        "PK\u0001\u0002",
        "PK\u0005\u0006",
        "9223372036854775807",
        "-1",
        "1e999",
        "null",
        "[",
        "{",
        "\"",
        "\"d_sae\": 2147483647,",
        "\"k\": 0,",
    ];

    private readonly MemoryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dictionary-learning-matryoshka", "ae.pt")]
    [InlineData("dictionary-learning-matryoshka", "config.json")]
    [InlineData("saelens-gated", "sae_weights.safetensors")]
    [InlineData("saelens-5-topk", "cfg.json")]
    [InlineData("sparsify-skip-transcoder", "cfg.json")]
    [InlineData("sparsify-topk-bfloat16", "sae.safetensors")]
    public void A_damaged_folder_is_refused_by_name_or_read(string name, string file)
    {
        var peer = Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries", name);
        foreach (var whole in Directory.GetFiles(peer))
        {
            File.Copy(whole, _folder[Path.GetFileName(whole)], overwrite: true);
        }

        var (mutator, right) = (new Mutator(file.Length, Telling), File.ReadAllBytes(Path.Combine(peer, file)));
        var (refused, read) = (0, 0);
        for (var i = 0; i < Fuzz.Count(1_500); i++)
        {
            File.WriteAllBytes(_folder[file], mutator.Damage(right));
            var failure = Budget.Keep(
                MostBytes,
                $"mutation {i} of {name}/{file}",
                () => Record.Exception(() => DictionaryFolder.Read(_folder.Path))
            );
            Assert.True(failure is null or InterchangeException, $"mutation {i}: {failure}");
            Assert.True(failure is null || !failure.Message.Contains('\n'), $"mutation {i}: {failure}");
            (refused, read) = failure is null ? (refused, read + 1) : (refused + 1, read);
        }

        Assert.True(refused > 100 && read > 10, $"{refused} refused, {read} read");
    }
}
