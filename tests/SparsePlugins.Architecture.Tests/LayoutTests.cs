namespace SparsePlugins.Architecture.Tests;

/// <summary>Where things lie.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("core")]
    [InlineData("plugins")]
    [InlineData("hosts")]
    [InlineData("tests")]
    [InlineData("experiments")]
    public void The_top_level_has_its_folders(string folder) =>
        Assert.Contains(Checkout.Files, file => file.StartsWith(folder + "/", StringComparison.Ordinal));

    [Theory]
    [InlineData("SparsePlugins.sln")]
    [InlineData("README.md")]
    public void The_top_level_has_its_files(string file) => Assert.Contains(file, Checkout.Files);

    [Fact]
    public void Every_project_is_in_the_solution_and_the_solution_has_no_other()
    {
        var listed = File.ReadLines(Path.Combine(Repository.Root, "SparsePlugins.sln"))
            .Where(line => line.StartsWith("Project(", StringComparison.Ordinal))
            .Select(line => line.Split('"')[5].Replace('\\', '/'))
            .Where(path => path.EndsWith("proj", StringComparison.Ordinal));
        Assert.Equal(Checkout.Projects.Values.Select(project => project.Path).Order(), listed.Order());
    }

    [Fact]
    public void A_project_has_the_name_of_its_folder() =>
        Assert.All(Checkout.Projects.Values, project => Assert.Equal(project.Name, project.Path.Split('/')[^2]));

    /// <summary>A longer one holds a noun that should stand alone.</summary>
    [Fact]
    public void No_project_has_more_than_5000_lines()
    {
        var lengths = Sources().GroupBy(file => string.Join('/', file.Split('/').Take(2)), LinesOf);
        Assert.DoesNotContain(lengths, project => project.Sum() > 5000);
    }

    [Fact]
    public void Of_a_hundred_files_ninety_five_have_at_most_150_lines()
    {
        int[] lengths = [.. Sources().Select(LinesOf).Order()];
        Assert.InRange(lengths[lengths.Length * 95 / 100], 1, 150);
        Assert.InRange(lengths[lengths.Length / 2], 1, 60);
    }

    private static IEnumerable<string> Sources() =>
        Checkout.Files.Where(file => file.Split('/')[0] is "core" or "plugins" or "hosts" && Path.GetExtension(file) is ".cs" or ".fs");

    private static int LinesOf(string file) => File.ReadLines(Checkout.FullPath(file)).Count();
}
