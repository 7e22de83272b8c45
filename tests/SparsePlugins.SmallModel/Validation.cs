using SparsePlugins.LanguageModels;
using static TorchSharp.torch;

namespace SparsePlugins.SmallModel;

/// <summary>Losses on held-out texts, in nats per token, over the same predictions.</summary>
internal static class Validation
{
    /// <summary>Of a model as it was written, read as every other model is.</summary>
    public static double OfModel(string folder, PackedTexts texts)
    {
        using var model = DecoderModel.Load(folder, CPU);
        var sum = 0.0;
        for (var first = 0; first < texts.Count; first += 16)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(16, texts.Count - first);
            var tokens = tensor(texts.Tokens(first, count).ToArray(), ScalarType.Int64).reshape(count, texts.Length);
            sum += NextTokenLoss.Compute(model.Logits(tokens), tokens).sum().item<float>();
        }

        return sum / Predictions(texts);
    }

    /// <summary>Of the baseline.</summary>
    public static double OfBaseline(FiveGram baseline, PackedTexts texts)
    {
        var sum = 0.0;
        for (var text = 0; text < texts.Count; text++)
        {
            for (var place = 1; place < texts.Length; place++)
            {
                sum += baseline.Loss(texts.Tokens(text, 1), place);
            }
        }

        return sum / Predictions(texts);
    }

    private static long Predictions(PackedTexts texts) => (long)texts.Count * (texts.Length - 1);
}
