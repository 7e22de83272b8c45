using System.Text.RegularExpressions;
using SparsePlugins.Plugins;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The name of a new component, as manifests and as code spell it.</summary>
/// <param name="Kebab">For instance <c>my-start</c>.</param>
internal sealed partial record PluginName(string Kebab)
{
    private const int Longest = 64;

    // Words of manifests, and a name whose options class would be that of Contracts.
    private static readonly string[] Reserved = ["none", "initializer"];

    /// <summary>For instance <c>MyStart</c>.</summary>
    public string Pascal => string.Concat(Kebab.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Checks a name.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="kind">What it is to name.</param>
    /// <param name="plugins">What is there already.</param>
    /// <exception cref="UserException">It can't be one, or is taken.</exception>
    public static PluginName Of(string typed, PluginKind kind, PluginSet plugins)
    {
        if (!Rule().IsMatch(typed) || typed.Length > Longest)
        {
            throw Refuse(
                $"a name is lower-case words with hyphens, such as my-start, of at most {Longest} characters; got '{typed}'{Suggestion(typed)}"
            );
        }

        if (Reserved.Contains(typed))
        {
            throw Refuse($"'{typed}' has a meaning of its own; take another name, such as my-{typed}");
        }

        var twin = plugins.Components.FirstOrDefault(component =>
            component.Schema.Name == typed && component.Schema.Kind.ToString() == kind.ToString()
        );
        return twin is null
            ? new PluginName(typed)
            : throw Refuse($"there is already the {twin} ({twin.Plugin.Name}); take another name, such as my-{typed}");
    }

    private static string Suggestion(string typed)
    {
        var words = Separators().Replace(Humps().Replace(typed, "-"), "-").Trim('-').ToLowerInvariant();
        return Rule().IsMatch(words) && words.Length <= Longest ? $"; did you mean '{words}'?" : "";
    }

    private static UserException Refuse(string message) => new(ExitCode.Usage, message);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*\\z")]
    private static partial Regex Rule();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Separators();
}
