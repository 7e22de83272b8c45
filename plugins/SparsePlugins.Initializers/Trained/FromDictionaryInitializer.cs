using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="FromDictionaryInitializer"/>.</summary>
public sealed record FromDictionaryOptions : InitializerOptions
{
    /// <summary>
    /// The weights file of a finished run, <c>weights/ID.safetensors</c>, or the folder of a dictionary of SAELens, sparsify or dictionary_learning; its
    /// decoder rows are the directions.
    /// </summary>
    [Required]
    [InputPath]
    public string File { get; init; } = "";

    /// <summary>Adds random directions, uniform on the sphere, where the file has fewer than there are features; otherwise such a file is refused.</summary>
    public bool Fill { get; init; }
}

/// <summary>
/// The directions of a dictionary that was trained before: the decoder rows of a weights file, or of another tool's. Of more rows than features a random part is taken, without
/// replacement and in the order of the file.
/// </summary>
/// <remarks>
/// Source: none; training that begins with earlier directions is common practice. Departures: directions alone are taken, so that they serve every architecture;
/// encoder and biases are as the options say, and lengths of decoder rows that were free are lost (<c>from-weights</c> takes all over). Rows that are zero or
/// coincide with one before them are passed over. Directions are as the run saw its activations: where it centered, scaled or whitened them, this run is to do the same.
/// </remarks>
[Component("from-dictionary")]
public sealed class FromDictionaryInitializer(FromDictionaryOptions options) : IDictionaryInitializer, IFixedWidthInitializer
{
    private const string Name = "from-dictionary";

    /// <inheritdoc/>
    public int ActivationDim => new DecoderFile(options.File).ActivationDim;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The file has fewer than F different directions, and none may be added.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var rows = new DecoderFile(options.File).Read(context.Device); // [P, D]
        var places = Directions.Distinct(rows); // [Q] ascending
        var count = places.shape[0];
        if (count > shape.Features)
        {
            var drawn = randperm(count, device: context.Device, generator: context.Random).narrow(0, 0, shape.Features);
            places = places.index_select(0, drawn.sort().Values);
        }

        var directions = KnownDirections.Take(Name, rows.index_select(0, places), shape.Features, options.Fill, context);
        return AutoencoderWeights.FromDirections(directions, sample, options, context);
    }
}
