using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>A file of a recording on disk.</summary>
internal static class ShardFile
{
    /// <summary>Whether a file is there and has all the bytes that its header states. A copy that was interrupted, or a crash of the machine, may leave less.</summary>
    /// <param name="file">The file.</param>
    public static bool IsWhole(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            using var stream = File.OpenRead(file);
            return SafetensorsHeader.Read(stream).Entries.Any(entry => entry.Name == ShardWriter.Activations);
        }
        catch (Exception damage) when (damage is IOException or InvalidDataException)
        {
            return false;
        }
    }
}
