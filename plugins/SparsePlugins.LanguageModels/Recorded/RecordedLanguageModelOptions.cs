using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.LanguageModels;

/// <summary>Settings of <see cref="RecordedLanguageModelSource"/>.</summary>
public sealed record RecordedLanguageModelOptions
{
    /// <summary>
    /// The files of the model that the activations were recorded from, as for language-model: FOLDER/*.json and FOLDER/*.safetensors. Another model is
    /// refused.
    /// </summary>
    [Required]
    [InputPath]
    public IReadOnlyList<string> Model { get; init; } = [];

    /// <summary>Where the activations were recorded, as for language-model; another hook is refused.</summary>
    [Required]
    public string Hook { get; init; } = "";

    /// <summary>The files that sparse record wrote, all of them: FOLDER/*.safetensors of the folder that it printed, wherever it is now.</summary>
    [Required]
    [InputPath]
    public IReadOnlyList<string> Files { get; init; } = [];
}
