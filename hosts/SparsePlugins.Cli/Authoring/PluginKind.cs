namespace SparsePlugins.Cli.Authoring;

/// <summary>What <c>plugin new</c> writes.</summary>
internal enum PluginKind
{
    Initializer,
    Reinitializer,
    Metric,
    Source,
    Architecture,
}
