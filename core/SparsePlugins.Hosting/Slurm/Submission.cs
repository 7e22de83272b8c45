using System.Text.Json;

namespace SparsePlugins.Hosting.Slurm;

/// <summary>Jobs that were submitted for a folder, as <c>slurm/submissions.jsonl</c> lists them.</summary>
/// <param name="Time">When, in UTC.</param>
/// <param name="Workers">The id of the array of workers.</param>
/// <param name="Report">The id of the job that writes the report.</param>
/// <param name="Tasks">How many workers.</param>
public sealed record Submission(DateTime Time, string Workers, string Report, int Tasks)
{
    private const string FileName = "submissions.jsonl";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Those of a folder, oldest first; none where nothing was submitted.</summary>
    /// <exception cref="ClusterException">The list is damaged.</exception>
    public static IReadOnlyList<Submission> ReadAll(string folder)
    {
        var path = Path.Combine(WorkerJob.PlaceOf(folder), FileName);
        try
        {
            return File.Exists(path)
                ?
                [
                    .. File.ReadLines(path)
                        .Where(line => line.Length > 0)
                        .Select(line => JsonSerializer.Deserialize<Submission>(line, Json)!),
                ]
                : [];
        }
        catch (JsonException)
        {
            throw new ClusterException($"{path} is damaged; remove it, and look for the jobs with squeue");
        }
    }

    /// <summary>Adds it to the list.</summary>
    internal void AppendTo(string folder) =>
        File.AppendAllText(Path.Combine(WorkerJob.PlaceOf(folder), FileName), JsonSerializer.Serialize(this, Json) + "\n");
}
