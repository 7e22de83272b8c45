namespace SparsePlugins.Planning.Tests;

public sealed class MutationTests
{
    /// <summary>Bytes with which YAML, numbers and text encodings change their meaning.</summary>
    private static readonly byte[] Telling = [.. "[]{}:,-?&*!|>'\"%@`#\n\t \\.0eE~="u8, 0, 0xFF, 0xC3, 0xEF, 0xBB, 0xBF];

    [Theory]
    [InlineData("design", 1, 500)]
    public void Damaged_manifests_give_a_plan_or_problems_with_places(string manifest, int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var damaged = Damage(Manifests.Bytes("good", manifest), random);
            var result = Manifests.Check(damaged);
            Assert.Equal(result.Plan is null, result.Problems.Count > 0);
            Assert.All(result.Problems, problem => Assert.True(IsPlaced(problem), problem.ToString()));
        }
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("design", 1)]
    [InlineData("axes", 2)]
    [InlineData("digits", 3)]
    public void So_do_thousands(string manifest, int seed) =>
        Damaged_manifests_give_a_plan_or_problems_with_places(manifest, seed, count: 2_000);

    private static byte[] Damage(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = Byte(random);
                    break;
                case 1:
                    bytes.Insert(at, Byte(random));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at - 1));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), random.Next(1, bytes.Count / 2)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte Byte(Random random) => random.Next(3) == 0 ? (byte)random.Next(256) : Telling[random.Next(Telling.Length)];

    private static bool IsPlaced(Problem problem) =>
        problem.Position is { File: "m.yaml", Line: >= 1, Column: >= 1 } && problem.Message != "" && !problem.Message.Any(char.IsControl);
}
