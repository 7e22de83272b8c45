namespace SparsePlugins.Cli.Authoring;

/// <summary>What a check is at, in a file, so that it is known after the plugin ended the process.</summary>
/// <param name="path">The file; null where nobody watches.</param>
internal sealed class CheckTrace(string? path)
{
    /// <summary>Says what begins.</summary>
    public void Begin(string what)
    {
        if (path is not null)
        {
            File.WriteAllText(path, what);
        }
    }

    /// <summary>Says that the process ends by itself.</summary>
    public void Done() => Begin("");
}
