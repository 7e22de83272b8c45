using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Robustness.Tests.Paths;

/// <summary>Ids of runs name files; what a file states as an id never leads anywhere.</summary>
public sealed class RunIdTests : IDisposable
{
    private readonly MemoryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static Arbitrary<string> Ids() =>
        Gen.OneOf(
                Gen.Elements(
                    "../../x",
                    "..",
                    ".",
                    "",
                    "/etc/passwd",
                    "/",
                    "a/b",
                    "a\\b",
                    "..\\x",
                    "C:\\x",
                    "\\\\host\\share",
                    "a\0b",
                    "0f\n",
                    "0F",
                    "０",
                    "con",
                    "~",
                    "$HOME",
                    "a b",
                    "\u202e0f",
                    "\ud800",
                    new string('a', 65),
                    new string('0', 5000)
                ),
                ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get)
            )
            .Where(text => text.Length is 0 or > 64 || text.Any(c => c is not (>= '0' and <= '9' or >= 'a' and <= 'f')))
            .ToArbitrary();

    [Property(MaxTest = 500, Replay = "6,7", Arbitrary = [typeof(RunIdTests)])]
    public void An_experiment_whose_run_has_another_id_is_refused_and_nothing_outside_is_touched(string id)
    {
        var store = new RunStore(_folder["out"]);
        File.WriteAllText(_folder["x.json"], "outside");
        Directory.CreateDirectory(store.Folder);
        File.WriteAllText(store.ExperimentPath, ExperimentJson.Write(Experiment(id)));
        var before = Everything();

        var refused = Assert.Throws<RecordFormatException>(store.ReadExperiment);

        Assert.StartsWith(
            $"{store.ExperimentPath}: runs[0].id: must be lower-case hexadecimal digits, got '",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.Equal(before, Everything());
    }

    [Property(MaxTest = 500, Replay = "8,9", Arbitrary = [typeof(RunIdTests)])]
    public void No_path_is_made_of_another_id(string id)
    {
        var store = new RunStore(_folder["out"]);
        Func<object?>[] uses =
        [
            () => store.TryRead(id),
            () => store.IsFinished(id),
            () => store.Weights.PathOf(id),
            () => store.Weights.HashOf(id),
            () => store.Checkpoints.PathOf(id),
            () => store.Checkpoints.StepOf(id),
            () => store.Claims.TryClaim(id),
            () => store.Claims.IsClaimed(id),
        ];

        Assert.All(uses, use => Assert.Throws<RunFolderException>(() => use()));
        Assert.Throws<RunFolderException>(() => store.Delete(id));
    }

    private static ExperimentRecord Experiment(string id) =>
        new(
            "x",
            "name: x\n",
            "orthogonal",
            ComparedList.Initializers,
            [],
            [new ExperimentRun(id, "seed=1", "", 1, "", "orthogonal", "none", replaced: null)],
            tuning: null,
            settings: []
        );

    private string[] Everything() =>
        [.. Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
