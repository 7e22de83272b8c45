using System.Text.RegularExpressions;

namespace SparsePlugins.Cli.Tests;

/// <summary>What the command answers when it is called without arguments, or with mistyped ones.</summary>
public sealed class UsageTests
{
    [Fact]
    public void Without_arguments_it_prints_its_help()
    {
        var answer = Sparse.Run();

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Equal(Sparse.Run("--help").Out, answer.Out);
        Assert.All(answer.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("run m.yaml --frsh", "no option named '--frsh'; did you mean '--fresh'?", "sparse run")]
    [InlineData("plugin nwe", "no command named 'nwe'; did you mean 'new'?", "sparse plugin")]
    public void A_mistyped_word_is_answered_once_with_what_was_probably_meant(string arguments, string sentence, string command)
    {
        var answer = Sparse.Run(arguments.Split(' '));

        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        Assert.Equal($"error: {sentence}\nRun '{command} --help' for usage.\n", answer.Error);
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("runn", "no command named 'runn'; did you mean 'run'?", "sparse")]
    [InlineData("run --hlep", "no option named '--hlep'; did you mean '--help'?", "sparse run")]
    [InlineData("run m.yaml --out --jbos", "no option named '--jbos'; did you mean '--jobs'?", "sparse run")]
    [InlineData("run m.yaml n.yaml", "'n.yaml' is one argument too many", "sparse run")]
    public void So_is_every_other(string arguments, string sentence, string command) =>
        A_mistyped_word_is_answered_once_with_what_was_probably_meant(arguments, sentence, command);

    [Fact]
    public void A_problem_shows_its_line_with_a_caret_and_the_number_of_problems_ends_the_list()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("m.yaml", "name: Quick\nsedes: 3\n");
        var problems = Sparse.Run("validate", path).Error;

        Assert.Matches($@"{Regex.Escape(path)}:1:7: name: .*\n  1 \| name: Quick\n    \|       \^\n", problems);
        Assert.Matches(
            $@"{Regex.Escape(path)}:2:1: no key named 'sedes'; did you mean 'seeds'\?.*\n  2 \| sedes: 3\n    \| \^\n",
            problems
        );
        Assert.Matches(@"\n\d+ problems\n$", problems);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_number_for_step_is_taken_for_one_that_was_meant_for_steps()
    {
        var answer = Sparse.Run("validate", "experiments/quickstart.yaml", "--set", "training.step=100");

        Assert.Equal(
            "--set training.step=100:1:15: training.step: must be one of auto, fused, stacked, eager, got '100'; did you mean 'steps'?\n"
                + "   | training.step=100\n   |               ^\n1 problem\n",
            answer.Error
        );
    }

    [Fact]
    public void A_command_that_only_holds_others_prints_its_help()
    {
        var answer = Sparse.Run("plugin");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Contains("\n  new <architecture|", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("always", "\u001b[1;31merror:\u001b[0m no command")]
    [InlineData("auto", "error: no command")]
    public void Color_is_used_where_it_is_asked_for(string choice, string begin) =>
        Assert.StartsWith(begin, Sparse.Run("runn", "--color", choice).Error, StringComparison.Ordinal);

    [Fact]
    [Trait("Category", "Long")]
    public void And_not_where_it_is_refused() => Color_is_used_where_it_is_asked_for("never", "error: no command");

    [Fact]
    public void The_list_of_components_has_a_line_for_each_and_the_kinds_as_headings()
    {
        var lines = Sparse.Run("components").Out.Split('\n');

        Assert.Equal(
            ["SOURCES", "ARCHITECTURES", "INITIALIZERS", "REINITIALIZERS", "METRICS"],
            lines.Where(line => line.Length > 0 && line == line.ToUpperInvariant())
        );
        Assert.Single(lines, line => line.StartsWith("  data-sample ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 110));
    }

    [Fact]
    public void A_formula_stands_on_a_line_of_its_own() =>
        Assert.Contains("\n      FVU = sum |x - x_hat|^2 / sum |x - m|^2\n", Sparse.Run("components", "fvu").Out, StringComparison.Ordinal);

    [Fact]
    public void Status_live_is_refused_without_a_terminal()
    {
        var answer = Sparse.Run("status", "--live", "runs");

        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        Assert.StartsWith("error: --live needs a terminal", answer.Error, StringComparison.Ordinal);
    }
}
