namespace SparsePlugins.Interchange;

/// <summary>Where a dictionary comes from, as its files say it; empty texts where they don't.</summary>
/// <param name="Tool">Whose files they are.</param>
/// <param name="Version">Of the tool.</param>
/// <param name="Architecture">The tool's name of it.</param>
/// <param name="DataType">How the weights are stored, for instance <c>F32</c>.</param>
public sealed record DictionaryOrigin(Tool Tool, string Version, string Architecture, string DataType)
{
    /// <summary>The language model that the activations come from.</summary>
    public string Model { get; init; } = "";

    /// <summary>Where in the model they come from.</summary>
    public string Hook { get; init; } = "";

    /// <summary>What was changed or left out to make it an autoencoder of ours, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
