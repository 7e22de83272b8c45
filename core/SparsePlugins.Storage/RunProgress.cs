using System.Text.Json;
using System.Text.Json.Serialization;
using SparsePlugins.Records;

namespace SparsePlugins.Storage;

/// <summary>How far a run is, beside its tensors.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Step">Updates made.</param>
/// <param name="Loss">The training loss at the last evaluated step; NaN before.</param>
/// <param name="Curves">Measurements so far.</param>
/// <param name="Losses">The loss so far, and what schedules came to.</param>
/// <param name="Reinitializations">So far.</param>
/// <param name="Initial">What it keeps of the weights that it started from.</param>
/// <param name="Sparsity">Of a run with a target L0.</param>
/// <param name="TrainingSeconds">So far.</param>
/// <param name="EvaluationSeconds">So far.</param>
public sealed record RunProgress(
    string Id,
    long Step,
    double Loss,
    IReadOnlyList<Curve> Curves,
    IReadOnlyList<Curve> Losses,
    IReadOnlyList<ReinitializationEvent> Reinitializations,
    InitialFacts Initial,
    SparsityState Sparsity,
    double TrainingSeconds,
    double EvaluationSeconds
)
{
    private static readonly JsonSerializerOptions Style = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // A measurement may be NaN.
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new CurveConverter() },
    };

    /// <summary>As JSON; numbers keep every bit.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Style);

    /// <summary>From JSON.</summary>
    /// <exception cref="InvalidDataException">It is no progress of a run.</exception>
    public static RunProgress Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RunProgress>(json, Style) ?? throw new InvalidDataException("its progress is null");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"its progress is not readable: {error.Message}");
        }
    }
}
