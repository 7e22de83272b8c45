using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using SparsePlugins.LanguageModels;
using SparsePlugins.SmallModel;
using SparsePlugins.TorchRuntime;

// Trains the model of experiments/language-model, see the README there.
LibTorch.Load();
TorchSharp.torch.set_num_threads(1);
if (args is not [var text, var folder, .. var rest] || rest.Length > 1 || !int.TryParse(rest.FirstOrDefault("4000"), out var steps))
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/SparsePlugins.SmallModel -- TEXT FOLDER [STEPS]");
    return 2;
}

var watch = Stopwatch.StartNew();
var shape = new Shape();
var corpus = Corpus.Read(text);
var modelFolder = Directory.CreateDirectory(Path.Combine(folder, "model")).FullName;
var tokenizerFile = Path.Combine(modelFolder, "tokenizer.json");
if (!File.Exists(tokenizerFile))
{
    var merges = MergeLearner.Learn(corpus.Training, TokenizerFile.FirstByte, shape.Vocabulary - 256 - TokenizerFile.FirstByte);
    TokenizerFile.Write(tokenizerFile, merges);
}

var tokenizer = TokenizerReader.Read(tokenizerFile);
var (training, heldOut) = (Corpus.Pack(corpus.Training, tokenizer, shape.Context), Corpus.Pack(corpus.HeldOut, tokenizer, shape.Context));
Report($"{corpus.Training.Count} documents, {training.Count * shape.Context} tokens to train on");
Report($"{corpus.HeldOut.Count} documents, {heldOut.Count * shape.Context} tokens held out");

var baseline = new FiveGram(
    corpus.Training.Select(document => (int[])[TokenizerFile.EndOfText, .. tokenizer.Encode(document), TokenizerFile.EndOfText]),
    shape.Vocabulary
);
Report($"five-gram, held-out loss {Validation.OfBaseline(baseline, heldOut):F4} nats a token");

var weights = new Weights(shape, seed: 0);
Report($"{weights.All.Values.Sum(weight => weight.numel())} parameters");
new Trainer(weights, training, folder, steps).Run();
ModelFolder.Write(modelFolder, shape, weights);
Report($"model as written, held-out loss {Validation.OfModel(modelFolder, heldOut):F4} nats a token");
WriteHeldOut();
return 0;

void WriteHeldOut()
{
    using var file = new GZipStream(File.Create(Path.Combine(folder, "held-out.txt.gz")), CompressionLevel.SmallestSize);
    using var writer = new StreamWriter(file);
    writer.Write(string.Join("\n\f\n", corpus.HeldOut));
}

void Report(FormattableString line) =>
    Console.WriteLine($"{watch.Elapsed.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s: {FormattableString.Invariant(line)}");
