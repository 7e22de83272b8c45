namespace SparsePlugins.Hosting.Tests;

/// <summary>What an unexpected failure says of the stage in which it happened.</summary>
public sealed class StageTests
{
    [Fact]
    public void An_unexpected_failure_names_its_stage_and_what_is_complete()
    {
        var failure = Assert.Throws<StageException>(() =>
            StageException.Run(
                "writing report.html",
                "report.md is complete: out/report.md",
                () => throw new DivideByZeroException("by zero")
            )
        );

        Assert.Equal(
            "writing report.html failed: unexpected DivideByZeroException: by zero; report.md is complete: out/report.md",
            failure.Message
        );
    }

    [Fact]
    public void What_the_disk_refuses_explains_itself() =>
        Assert.Throws<IOException>(() => StageException.Run("writing report.md", "", () => throw new IOException("disk full")));
}
