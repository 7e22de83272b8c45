using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>The model of a source: held-out texts to evaluate on and to read, and training texts whose rows it scores.</summary>
/// <param name="heldOut">Disposed with it.</param>
/// <param name="scorer">Of the same model.</param>
/// <param name="text">Of the same model.</param>
internal sealed class SourceModel(HeldOutModel heldOut, RowScorer scorer, HeldOutText text) : ILanguageModel, IRowScorer, IReadableModel
{
    /// <summary>Opens a model with its texts.</summary>
    /// <param name="files">Of the model.</param>
    /// <param name="rows">What the source gives.</param>
    /// <param name="read">Reads the texts.</param>
    /// <param name="context">Where it runs; its cancellation is looked at between passes.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, or there is too little text.</exception>
    public static SourceModel Open(ModelFiles files, GivenRows rows, Func<SplitTexts> read, ComponentContext context)
    {
        var (training, heldOut) = read();
        var model = files.Load(context.Device);
        return new SourceModel(
            new HeldOutModel(model, rows.Hook, heldOut, rows.IsGiven, rows.IsScored, context.Cancellation),
            new RowScorer(model, rows.Hook, training, rows.Kept, rows.IsScored, context.Cancellation),
            new HeldOutText(model, rows.Hook, heldOut, rows.Kept, rows.Precision, () => TokenTexts.Read(files.TokenizerIfNamed))
        );
    }

    /// <inheritdoc/>
    public int Contexts => heldOut.Contexts;

    /// <inheritdoc/>
    public int TrainingContexts => scorer.TrainingContexts;

    /// <inheritdoc/>
    public PredictionScores Replace(int contexts, Func<Tensor, Tensor> replace) => heldOut.Replace(contexts, replace);

    /// <inheritdoc/>
    public PredictionScores Ablate(int contexts, Ablation ablation) => heldOut.Ablate(contexts, ablation);

    /// <inheritdoc/>
    public ScoredRows Score(IReadOnlyList<int> contexts, RowScore score, Func<Tensor, Tensor> replace) =>
        scorer.Score(contexts, score, replace);

    /// <inheritdoc/>
    public string TokenText(int token) => text.TokenText(token);

    /// <inheritdoc/>
    public ContextRows ReadContext(int context) => text.Read(context);

    /// <inheritdoc/>
    public Tensor? TokenEffects(Tensor directions) => text.Effects(directions);

    /// <inheritdoc/>
    public void Dispose() => heldOut.Dispose();
}
