using SparsePlugins.Interchange.Reading;

namespace SparsePlugins.Interchange;

/// <summary>A folder in which another tool keeps a dictionary.</summary>
public static class DictionaryFolder
{
    /// <summary>Whose folder it is, by the files in it; <see langword="null"/> where no tool is known that writes such files.</summary>
    /// <param name="folder">The folder.</param>
    public static Tool? ToolOf(string folder) =>
        Has(folder, SaeLensReader.WeightsFile) && Has(folder, SaeLensReader.SettingsFile) ? Tool.SaeLens
        : Has(folder, SparsifyReader.WeightsFile) && Has(folder, SparsifyReader.SettingsFile) ? Tool.Sparsify
        : Has(folder, DictionaryLearningReader.WeightsFile) && Has(folder, DictionaryLearningReader.SettingsFile) ? Tool.DictionaryLearning
        : null;

    /// <summary>The dictionary of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InterchangeException">It is none, damaged, or does something that no architecture of ours does.</exception>
    public static PortableDictionary Read(string folder) =>
        ToolOf(folder) switch
        {
            Tool.SaeLens => SaeLensReader.Read(folder),
            Tool.Sparsify => SparsifyReader.Read(folder),
            Tool.DictionaryLearning => DictionaryLearningReader.Read(folder),
            _ when !Directory.Exists(folder) => throw new InterchangeException(
                $"{folder}: there is no such folder; give one that 'sparse run' or another tool wrote"
            ),
            _ => throw new InterchangeException(
                $"{folder}: holds no dictionary of a known tool; a folder has cfg.json and sae_weights.safetensors (SAELens), "
                    + "cfg.json and sae.safetensors (sparsify), or config.json and ae.pt (dictionary_learning)"
            ),
        };

    private static bool Has(string folder, string file) => File.Exists(Path.Combine(folder, file));
}
