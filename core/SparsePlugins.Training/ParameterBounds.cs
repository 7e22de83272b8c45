using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>What an architecture asks of the values of a parameter, of one autoencoder or of a stack of them.</summary>
internal static class ParameterBounds
{
    /// <summary>Scales rows to length 1 and raises elements, where the architecture asks for it.</summary>
    /// <param name="shape">What it asks for.</param>
    /// <param name="value">The parameter, in place; with a dimension before its own for a stack.</param>
    public static void Keep(ParameterShape shape, Tensor value)
    {
        ScaleRows(shape, value);
        if (shape.Least is { } least)
        {
            value.clamp_min_(least);
        }
    }

    /// <summary>Moves an average towards the value, and its rows back to length 1 where the architecture asks for it.</summary>
    /// <param name="shape">What it asks for.</param>
    /// <param name="average">In place.</param>
    /// <param name="value">The parameter.</param>
    /// <param name="share">How much of the way; in (0, 1].</param>
    public static void MoveAverage(ParameterShape shape, Tensor average, Tensor value, double share)
    {
        average.lerp_(value, share);
        ScaleRows(shape, average);
    }

    private static void ScaleRows(ParameterShape shape, Tensor rows)
    {
        if (shape.UnitRows)
        {
            rows.div_(rows.norm(dim: -1, keepdim: true));
        }
    }
}
