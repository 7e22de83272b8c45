using System.Text.Json;
using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Plugins.Inputs;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Remembers between starts what sources found in large files, by the source's build and options and the state of each file.</summary>
/// <param name="cache">Where.</param>
/// <param name="now">The present time, in nanoseconds since 1970.</param>
internal sealed class SurveyMemory(UserCache cache, Func<long> now)
{
    /// <summary>Less is read faster than it is looked up.</summary>
    private const long LeastBytes = 1 << 20;

    /// <summary>A file that was written later than this before it was read may be written again at what its clock shows as the same time.</summary>
    private const long Doubtful = 2_000_000_000;

    /// <summary>The user's own.</summary>
    public static SurveyMemory OfUser() => new(UserCache.OfUser("surveys"), () => FileState.Now);

    /// <summary>What was found before; or, where there is doubt, what is found now.</summary>
    /// <param name="component">The source's component.</param>
    /// <param name="spec">How the manifest asks for it.</param>
    /// <param name="files">Gives the files that it reads.</param>
    /// <param name="look">Reads them.</param>
    public DataSurvey Recall(Component component, ComponentSpec spec, InputFiles files, Func<DataSurvey> look)
    {
        var (start, before) = (now(), States(spec, files));
        var key = Key(component, spec, before);
        if (key is not null && TryRead(key) is { } known)
        {
            return known;
        }

        var survey = Checked(component, look());
        if (
            key is not null
            && before.All(file => file.State!.Latest <= start - Doubtful)
            && key == Key(component, spec, States(spec, files))
        )
        {
            cache.Keep(key, JsonSerializer.SerializeToUtf8Bytes(survey));
        }

        return survey;
    }

    /// <summary>A number that is none can be kept in no record.</summary>
    private static DataSurvey Checked(Component component, DataSurvey? survey) =>
        survey is not null
        && double.IsFinite(survey.VarianceOfLongest)
        && double.IsFinite(survey.ShortestLength)
        && double.IsFinite(survey.LongestLength)
            ? survey
            : throw ComponentException.For(
                component,
                survey is null
                    ? "returned null for its survey"
                    : $"its survey has lengths {survey.ShortestLength} to {survey.LongestLength} and a share of the variance of {survey.VarianceOfLongest}; they must be finite"
            );

    private DataSurvey? TryRead(string key)
    {
        try
        {
            return cache.TryRead(key) is { } bytes ? JsonSerializer.Deserialize<DataSurvey>(bytes) : null;
        }
        catch (JsonException)
        {
            return null; // Another version's.
        }
    }

    private static (string Path, FileState? State)[] States(ComponentSpec spec, InputFiles files) =>
        [
            .. spec
                .Options.Where(option => spec.InputPaths.Contains(option.Key))
                .SelectMany(option => FilePattern.AllIn(option.Value))
                .SelectMany(files.Find)
                .Select(path => (path, FileState.Of(path))),
        ];

    /// <summary>Null where a file's state doesn't show every change, and where there is little to read.</summary>
    private static string? Key(Component component, ComponentSpec spec, (string Path, FileState? State)[] files) =>
        files.All(file => file.State is { IsComplete: true }) && files.Sum(file => file.State!.Length) >= LeastBytes
            ? string.Join(
                '\n',
                [
                    component.FullName,
                    .. component.Plugin.Assemblies.Select(assembly => assembly.Sha256),
                    spec.Label,
                    .. files.Select(file => $"{file.Path} {file.State}"),
                ]
            )
            : null;
}
