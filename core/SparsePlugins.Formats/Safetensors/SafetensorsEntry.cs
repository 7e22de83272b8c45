namespace SparsePlugins.Formats;

/// <summary>A tensor as a safetensors header describes it.</summary>
/// <param name="Name">Any text.</param>
/// <param name="DataType">The dtype as written, F32 for instance.</param>
/// <param name="Shape">Sizes, not negative.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last, not before <paramref name="Begin"/>.</param>
public sealed record SafetensorsEntry(string Name, string DataType, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>The name as messages show it: whole, so that it can be typed.</summary>
    public string Quoted => QuotedText.Whole(Name);
}
