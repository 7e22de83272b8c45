using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>A decoder language model in float32: tokens to logits, with hooks where activations are read and replaced.</summary>
internal sealed class DecoderModel : IDisposable
{
    private readonly IReadOnlyList<Tensor> _owned;

    /// <summary>Takes over the weights.</summary>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="parts">What it consists of.</param>
    /// <param name="owned">What is disposed with it.</param>
    public DecoderModel(ModelSizes sizes, DecoderParts parts, IReadOnlyList<Tensor> owned)
    {
        (Sizes, Parts, _owned) = (sizes, parts, owned);
    }

    /// <summary>Its sizes.</summary>
    public ModelSizes Sizes { get; }

    /// <summary>What it consists of.</summary>
    public DecoderParts Parts { get; }

    /// <summary>V, the number of tokens.</summary>
    public int Vocabulary => (int)Parts.Embedding.shape[0];

    /// <summary>Where its weights are.</summary>
    public Device Device => Parts.Embedding.device;

    /// <summary>Reads a model from a folder as Hugging Face's <c>save_pretrained</c> writes it.</summary>
    /// <param name="folder">Holds <c>config.json</c>, and <c>model.safetensors</c> or shards with their index.</param>
    /// <param name="device">Where the weights end.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or asks for what isn't computed here.</exception>
    public static DecoderModel Load(string folder, Device device) => ModelFamily.Load(folder, device);

    /// <summary>The logits of the next token at every position.</summary>
    /// <param name="tokens">[B, T] int64.</param>
    /// <param name="hook">Where activations are replaced; <see langword="null"/> for nowhere.</param>
    /// <param name="replace">From rows [B T, W] to as many.</param>
    /// <returns>[B, T, V].</returns>
    /// <exception cref="ArgumentException">A token isn't one of the model's, the text is too long, or the model has no such hook.</exception>
    public Tensor Logits(Tensor tokens, HookPoint? hook = null, Func<Tensor, Tensor>? replace = null)
    {
        using var noGradient = no_grad();
        return LogitsWithGradient(tokens, hook, replace);
    }

    /// <summary>The same, which gradients can be taken of: with respect to what is put in, and to the weights where they ask for it.</summary>
    /// <param name="tokens">[B, T] int64.</param>
    /// <param name="hook">Where activations are replaced; <see langword="null"/> for nowhere.</param>
    /// <param name="replace">From rows [B T, W] to as many.</param>
    /// <returns>[B, T, V].</returns>
    /// <exception cref="ArgumentException">A token isn't one of the model's, the text is too long, or the model has no such hook.</exception>
    public Tensor LogitsWithGradient(Tensor tokens, HookPoint? hook = null, Func<Tensor, Tensor>? replace = null)
    {
        using var scope = NewDisposeScope();
        var stream = Run(tokens, new HookVisitor(hook, replace), hook, Parts.Blocks.Count);
        return Parts.Head.Apply(Parts.FinalNorm.Apply(stream)).MoveToOuterDisposeScope();
    }

    /// <summary>The activations at a hook; nothing after its block is computed.</summary>
    /// <param name="tokens">[B, T] int64.</param>
    /// <param name="hook">Where.</param>
    /// <returns>[B T, W], text by text.</returns>
    /// <exception cref="ArgumentException">A token isn't one of the model's, the text is too long, or the model has no such hook.</exception>
    public Tensor Activations(Tensor tokens, HookPoint hook)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var visitor = new HookVisitor(hook, replace: null);
        Run(tokens, visitor, hook, hook.Layer + 1);
        return visitor.Rows!.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _owned)
        {
            tensor.Dispose();
        }
    }

    private Tensor Run(Tensor tokens, HookVisitor visitor, HookPoint? hook, int layers)
    {
        Check(tokens);
        _ = hook is null ? 0 : Sizes.WidthAt(hook);
        var stream = Embed(tokens.to(Device));
        var pass = new PassShape(tokens.shape[1], Device);
        for (var layer = 0; layer < layers; layer++)
        {
            var hooks = new LayerHooks(visitor, layer);
            stream = hooks.Visit(HookSite.ResidPre, stream);
            stream = hooks.Visit(HookSite.ResidPost, Parts.Blocks[layer].Forward(stream, pass, hooks));
        }

        return stream;
    }

    private Tensor Embed(Tensor tokens)
    {
        var embedded = Parts.Embedding.index_select(0, tokens.reshape(-1)).reshape(tokens.shape[0], tokens.shape[1], -1);
        return Parts.Positions is null ? embedded : embedded.add_(Parts.Positions.narrow(0, 0, tokens.shape[1]));
    }

    private void Check(Tensor tokens)
    {
        if (tokens.dim() != 2 || tokens.numel() == 0 || tokens.dtype != ScalarType.Int64)
        {
            throw new ArgumentException(
                $"tokens must be [B, T] int64 and not empty, are [{string.Join(", ", tokens.shape)}] {tokens.dtype}"
            );
        }

        if (tokens.shape[1] > Sizes.Context)
        {
            throw new ArgumentException(
                $"a text of {tokens.shape[1]} tokens is longer than the {Sizes.Context} that the model was made for; take a shorter context"
            );
        }

        var (least, most) = (tokens.min().item<long>(), tokens.max().item<long>());
        if (least < 0 || most >= Vocabulary)
        {
            var wrong = least < 0 ? least : most;
            throw new ArgumentException(
                $"token {wrong} is none of the model's, 0 to {Vocabulary - 1}; are the tokens those of its own tokenizer?"
            );
        }
    }
}
