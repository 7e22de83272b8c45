namespace SparsePlugins.LanguageModels;

/// <summary>What a source gives of its contexts, and how: the same for one that runs the model and one that reads what was recorded.</summary>
/// <param name="Hook">Where rows are from.</param>
/// <param name="Special">The tokens that begin and end texts.</param>
/// <param name="WithSpecial">Whether their rows are given, too.</param>
/// <param name="SkipPositions">How many positions at the beginning of each context are left out.</param>
/// <param name="Precision">To what rows are rounded.</param>
internal sealed record GivenRows(HookPoint Hook, SpecialTokens Special, bool WithSpecial, int SkipPositions, ActivationPrecision Precision)
{
    /// <summary>The rows that are given, as places.</summary>
    public KeptRows Kept => new(IsGiven);

    /// <summary>Whether the row of a token at a position is given.</summary>
    public bool IsGiven(int token, int position) => position >= SkipPositions && (WithSpecial || !Special.Contains(token));

    /// <summary>Whether what is predicted from a token counts.</summary>
    public bool IsScored(int token) => !Special.Contains(token);
}
