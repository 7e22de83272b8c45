using System.Text.Json;
using System.Text.Json.Serialization;
using SparsePlugins.Hosting.Execution;

namespace SparsePlugins.Hosting.Isolation;

/// <summary>What a child process tells its parent, one line of JSON for each event; one of the properties is set.</summary>
internal sealed record WorkEvent
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // A loss may be NaN.
    };

    /// <summary>A cohort begins.</summary>
    public CohortStart? Started { get; init; }

    /// <summary>Runs go on from checkpoints.</summary>
    public Resumption? Resumed { get; init; }

    /// <summary>Something is not as it should be.</summary>
    public string? Warned { get; init; }

    /// <summary>A cohort made progress.</summary>
    public CohortProgress? Advanced { get; init; }

    /// <summary>A component failed.</summary>
    public Failure? Failed { get; init; }

    /// <summary>The run with this id has its record.</summary>
    public string? Ended { get; init; }

    /// <summary>Everything is done; without this the child ended before its time.</summary>
    public bool? Done { get; init; }

    /// <summary>As one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Options);

    /// <summary>From one line.</summary>
    /// <returns><see langword="null"/> where the line is no event: something that native code printed.</returns>
    public static WorkEvent? FromLine(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<WorkEvent>(line, Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A cohort begins.</summary>
/// <param name="Cohort">Its name.</param>
/// <param name="Runs">How many runs.</param>
internal sealed record CohortStart(string Cohort, int Runs);

/// <summary>A component failed.</summary>
/// <param name="Message">The whole sentence.</param>
/// <param name="Trace">Where.</param>
internal sealed record Failure(string Message, string Trace);

/// <summary>Runs of a cohort go on from checkpoints.</summary>
/// <param name="Cohort">Its name.</param>
/// <param name="Runs">How many.</param>
/// <param name="Step">Updates that the one with the fewest had made.</param>
internal sealed record Resumption(string Cohort, int Runs, long Step);
