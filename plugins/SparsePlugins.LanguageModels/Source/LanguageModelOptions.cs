using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.LanguageModels;

/// <summary>Settings of <see cref="LanguageModelSource"/>.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>
    /// The files of the model's folder, as Hugging Face's save_pretrained writes it: config.json, the .safetensors files with their index if they are
    /// several, and tokenizer.json where text isn't given as token ids. Name them with patterns: FOLDER/*.json and FOLDER/*.safetensors.
    /// </summary>
    [Required]
    [InputPath]
    public IReadOnlyList<string> Model { get; init; } = [];

    /// <summary>
    /// Where activations are read, as SAELens names it: blocks.L.hook_resid_pre, hook_resid_mid, hook_resid_post, hook_attn_out, hook_mlp_out,
    /// attn.hook_z or mlp.hook_post, with the layer L from 0.
    /// </summary>
    [Required]
    public string Hook { get; init; } = "";

    /// <summary>
    /// Files of text, .txt or .jsonl (with the document in "text"), also compressed as .gz, or .parquet (with a column "text"); or of token ids, .npy, .safetensors, or .bin of 16-bit
    /// numbers. Documents of a .txt file end at a line that holds a form feed or &lt;|endoftext|&gt; alone, those of token ids at the end-of-text token.
    /// </summary>
    [Required]
    [InputPath]
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>T, the length of the texts that the model reads at once; documents are put one after the other, with an end-of-text token after each.</summary>
    [Range(2, 131072)]
    [Unit("tokens")]
    public int Context { get; init; } = 128;

    /// <summary>Documents are read until they have so many tokens, those that are held out among them.</summary>
    [Range(2, 1_000_000_000)]
    [Unit("tokens")]
    public int Tokens { get; init; } = 1_000_000;

    /// <summary>Share of the documents that is held out for evaluation and never trained on, at least one document.</summary>
    [Range(0.01, 0.5)]
    [Unit("fraction")]
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Whether every context begins with the beginning-of-text token of config.json (the end-of-text token where it has none).</summary>
    public bool PrependBos { get; init; } = true;

    /// <summary>Whether activations at beginning-of-text and end-of-text tokens are given, too. Theirs are often far longer than all others.</summary>
    public bool SpecialTokens { get; init; }

    /// <summary>How many positions at the beginning of each context are left out.</summary>
    [Range(0, 1024)]
    [Unit("tokens")]
    public int SkipPositions { get; init; }

    /// <summary>
    /// Where activations are kept: disk for files that all runs, seeds and processes share, in the folder that the variable SPARSEPLUGINS_ACTIVATIONS
    /// names, by default sparseplugins/activations in the user's cache; or memory, where every cohort computes its own.
    /// </summary>
    [DecidesNoResult]
    public ActivationCache Cache { get; init; } = ActivationCache.Disk;

    /// <summary>How activations are kept: float32 as they are, or float16 in half the room, with three to four digits.</summary>
    public ActivationPrecision Precision { get; init; } = ActivationPrecision.Float32;

    /// <summary>More than this is not written to disk.</summary>
    [Range(0.001, 1e6)]
    [Unit("GiB")]
    [UsedOnlyIf(nameof(Cache), ActivationCache.Disk)]
    [DecidesNoResult]
    public double CacheLimit { get; init; } = 32;
}
