using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.LanguageModels;
using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.SmallModel;

/// <summary>Trains the model, and resumes from its last checkpoint.</summary>
/// <param name="weights">What is trained.</param>
/// <param name="texts">To train on.</param>
/// <param name="folder">Holds the checkpoint.</param>
/// <param name="steps">Updates in all.</param>
internal sealed class Trainer(Weights weights, PackedTexts texts, string folder, int steps)
{
    private const int TextsPerStep = 16;
    private const int WarmUp = 100;
    private const double Rate = 3e-3;

    private readonly Adam _adam = new(weights.All);
    private readonly string _checkpoint = Path.Combine(folder, "checkpoint.safetensors");

    public void Run()
    {
        var model = weights.Model();
        var watch = Stopwatch.StartNew();
        var state = weights.All.Concat(_adam.Moments).ToDictionary();
        var done = File.Exists(_checkpoint) ? int.Parse(TensorFile.Read(_checkpoint, state)["step"], CultureInfo.InvariantCulture) : 0;
        for (var (step, sum) = (done + 1, 0.0); step <= steps; step++)
        {
            sum += Step(model, step);
            if (step % 50 == 0 || step == steps)
            {
                Console.WriteLine(
                    FormattableString.Invariant($"step {step}/{steps}: training loss {sum / 50:F4}, {watch.Elapsed.TotalSeconds:F0} s")
                );
                sum = 0;
                var metadata = new Dictionary<string, string> { ["step"] = step.ToString(CultureInfo.InvariantCulture) };
                TensorFile.Write(_checkpoint, state, "F32", metadata);
                GC.Collect();
            }
        }
    }

    private double Step(DecoderModel model, int step)
    {
        using var scope = NewDisposeScope();
        var tokens = Batch(step - 1);
        var logits = model.LogitsWithGradient(tokens);
        var loss = NextTokenLoss.Compute(logits, tokens).mean();
        loss.backward();
        _adam.Update(step, RateAt(step));
        return loss.item<float>();
    }

    /// <summary>Rises in a line, then falls to a twentieth as half a cosine wave.</summary>
    private double RateAt(int step) =>
        step < WarmUp
            ? Rate * step / WarmUp
            : Rate * (0.05 + (0.475 * (1 + Math.Cos(Math.PI * (step - WarmUp) / Math.Max(1, steps - WarmUp)))));

    private Tensor Batch(int step)
    {
        var tokens = new List<int>();
        for (var i = (long)step * TextsPerStep; i < (step + 1L) * TextsPerStep; i++)
        {
            var order = new ShuffledOrder(texts.Count, new RandomSeed(0).Derive(FormattableString.Invariant($"epoch/{i / texts.Count}")));
            tokens.AddRange(texts.Tokens((int)order[i % texts.Count], 1));
        }

        return tensor(tokens.ToArray(), ScalarType.Int64).reshape(TextsPerStep, texts.Length);
    }
}
