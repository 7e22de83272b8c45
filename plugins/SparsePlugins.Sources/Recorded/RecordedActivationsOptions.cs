using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>Settings of <see cref="RecordedActivationsSource"/>.</summary>
public sealed record RecordedActivationsOptions
{
    /// <summary>
    /// The files, .npy or .safetensors, one activation per row, [rows, D] or [texts, positions, D]; several are read as one, in the order given, and
    /// must agree in width. The files of a pattern are taken in ordinal order: part-1, part-10, part-2.
    /// </summary>
    [Required]
    [InputPath]
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Name of the tensor inside each .safetensors file; empty takes the only one of floating-point numbers with two or three dimensions. A .npy file holds one array.</summary>
    public string Tensor { get; init; } = "";

    /// <summary>
    /// Share of all rows that is held out for evaluation and never trained on, at least one row; which rows they are is drawn from the seed.
    /// </summary>
    [Range(0.01, 0.5)]
    [Unit("fraction")]
    public double HeldOut { get; init; } = 0.2;

    /// <summary>
    /// Rows and columns of the picture that an activation is, such as [8, 8], row by row: reports then show features as pictures. Empty where it is none.
    /// </summary>
    [Range(1, 1024)]
    [DecidesNoResult]
    public IReadOnlyList<int> Shape { get; init; } = [];
}
