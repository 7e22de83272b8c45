using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SparsePlugins.Hosting.Slurm;

/// <summary>The site's settings, <c>cluster.yaml</c> in the user's configuration folder: what is the same for every experiment.</summary>
public static partial class ClusterFile
{
    private const int MostSecondsEarly = 60;

    /// <summary>Where it is: <c>$XDG_CONFIG_HOME/sparse/cluster.yaml</c>, by default in <c>~/.config</c>.</summary>
    public static string DefaultPath =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "sparse", "cluster.yaml");

    /// <summary>Reads it; the defaults where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ClusterException">It is no YAML, or has a key that doesn't exist.</exception>
    public static ClusterSettings Read(string path)
    {
        if (!File.Exists(path))
        {
            return new ClusterSettings();
        }

        try
        {
            var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
            return Checked(reader.Deserialize<ClusterSettings?>(File.ReadAllText(path)) ?? new ClusterSettings());
        }
        catch (YamlException error)
        {
            throw new ClusterException(
                $"{path}:{error.Start.Line}:{error.Start.Column}: {Cause(error)}; keys are partition, account, time and memory (texts), gpus, cpus and warning (numbers), options and setup (lists)"
            );
        }
    }

    /// <summary>The reader's own messages name types of the program.</summary>
    private static string Cause(YamlException error) =>
        UnknownKey().Match(error.Message) is { Success: true } match ? $"there is no key '{match.Groups[1].Value}'"
        : error is SemanticErrorException or SyntaxErrorException ? error.Message
        : "the value isn't of the kind that its key takes";

    [GeneratedRegex("Property '([^']*)' not found")]
    private static partial Regex UnknownKey();

    /// <summary>Settings that sbatch can be given.</summary>
    /// <exception cref="ClusterException">A value would end a line of the script, or a number is out of range.</exception>
    public static ClusterSettings Checked(ClusterSettings settings)
    {
        string[] words = [settings.Partition, settings.Account, settings.Time, settings.Memory, .. settings.Options];
        if (Array.Find(words, word => word.Any(char.IsControl) || word.Contains(' ', StringComparison.Ordinal)) is { } spoilt)
        {
            throw new ClusterException($"'{spoilt}' can't be an option of sbatch: it has a space or a line break");
        }

        if (settings.Options.FirstOrDefault(option => !option.StartsWith('-')) is { } bare)
        {
            throw new ClusterException($"'{bare}' is no option of sbatch; options begin with '-', for instance '--constraint=avx512'");
        }

        if (TimeLimit.SecondsOf(settings.Time) is { } limit && limit <= settings.Warning + MostSecondsEarly)
        {
            throw new ClusterException(
                $"a time limit of {settings.Time} is {limit} s, and a worker is warned {settings.Warning} s before it, or up to {MostSecondsEarly} s earlier, so that it could be stopped when it starts, again and again; "
                    + "ask for more time, or state a smaller 'warning' in cluster.yaml"
            );
        }

        return settings is { Gpus: >= 0, Cpus: >= 1, Warning: >= 0 }
            ? settings
            : throw new ClusterException("gpus and warning must be at least 0, and cpus at least 1");
    }
}
