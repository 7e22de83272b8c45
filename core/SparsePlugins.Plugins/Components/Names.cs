using System.Text.RegularExpressions;

namespace SparsePlugins.Plugins.Components;

/// <summary>Names of C# as a manifest spells them.</summary>
public static partial class Names
{
    /// <summary><c>EncoderScale</c> is the option <c>encoder_scale</c>.</summary>
    public static string Option(string property) => WordStart().Replace(property, "_").ToLowerInvariant();

    /// <summary><c>PerBatch</c> is the value <c>per-batch</c>.</summary>
    public static string Value(string member) => WordStart().Replace(member, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
