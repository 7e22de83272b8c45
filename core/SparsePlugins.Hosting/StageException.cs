namespace SparsePlugins.Hosting;

/// <summary>A stage of the pipeline failed unexpectedly; the message names the stage, and what is complete.</summary>
/// <param name="stage">For instance <c>writing report.html</c>.</param>
/// <param name="kept">For instance <c>report.md is complete: runs/quickstart/report.md</c>.</param>
/// <param name="cause">What was thrown.</param>
public sealed class StageException(string stage, string kept, Exception cause)
    : Exception($"{stage} failed: unexpected {cause.GetType().Name}: {cause.Message.Split('\n')[0]}; {kept}", cause)
{
    /// <summary>Does a stage, and names it where it fails unexpectedly. What the disk refuses explains itself.</summary>
    /// <exception cref="StageException">It failed.</exception>
    public static void Run(string stage, string kept, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is not (IOException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw new StageException(stage, kept, error);
        }
    }
}
