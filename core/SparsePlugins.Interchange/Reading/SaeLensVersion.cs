namespace SparsePlugins.Interchange.Reading;

/// <summary>Which layout of settings a folder of SAELens has.</summary>
/// <param name="settings">Of the folder.</param>
internal sealed class SaeLensVersion(Settings settings)
{
    /// <summary>As the file says it; empty where it doesn't.</summary>
    public string Text { get; } =
        settings.In("metadata").Text("sae_lens_version", settings.Text("sae_lens_version", settings.Text("sae_lens_training_version")));

    /// <summary>Whether k and the activation function are in keys of their own, and there is no <c>metadata</c>: before version 6.</summary>
    public bool IsOld => !settings.Has("metadata") || (Text.Length > 0 && int.TryParse(Text.Split('.')[0], out var major) && major < 6);

    /// <summary>Where the names of model and hook are.</summary>
    public Settings Metadata => settings.Has("metadata") ? settings.In("metadata") : settings;
}
