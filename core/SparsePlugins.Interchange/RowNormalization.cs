namespace SparsePlugins.Interchange;

/// <summary>What is done to each row of activations by its own length or spread before encoding, and undone after decoding.</summary>
public enum RowNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A row is scaled to the length sqrt(D); SAELens' <c>constant_norm_rescale</c>.</summary>
    ConstantNorm,

    /// <summary>The mean of a row is subtracted, and it is divided by its standard deviation (with D - 1) plus 1e-5; SAELens' <c>layer_norm</c>, which undoes it without the 1e-5.</summary>
    LayerNorm,
}

/// <summary>Names and formulas of row normalizations.</summary>
public static class RowNormalizations
{
    /// <summary>In kebab-case, as weights files name it.</summary>
    public static string Name(this RowNormalization normalization) =>
        normalization switch
        {
            RowNormalization.ConstantNorm => "constant-norm",
            RowNormalization.LayerNorm => "layer-norm",
            _ => "none",
        };

    /// <summary>A formula of an architecture with what is done to x before it and to x_hat after it, as numpy writes it.</summary>
    /// <param name="normalization">What is done.</param>
    /// <param name="formula">Of the architecture.</param>
    public static string Around(this RowNormalization normalization, string formula) =>
        normalization switch
        {
            RowNormalization.ConstantNorm => "c = x.shape[1] ** 0.5 / np.linalg.norm(x, axis=1, keepdims=True); x = x * c; "
                + formula
                + "; x_hat = x_hat / c",
            RowNormalization.LayerNorm => "m = x.mean(1, keepdims=True); s = x.std(1, ddof=1, keepdims=True); x = (x - m) / (s + 1e-5); "
                + formula
                + "; x_hat = x_hat * s + m",
            _ => formula,
        };
}
