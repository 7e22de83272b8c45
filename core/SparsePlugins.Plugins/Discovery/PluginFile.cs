namespace SparsePlugins.Plugins;

/// <summary>A file of a plugin.</summary>
/// <param name="Path">Relative to the plugin's folder, with '/'; for a source file its name.</param>
/// <param name="Sha256">Of its content, in hexadecimal digits.</param>
public sealed record PluginFile(string Path, string Sha256);
