namespace SparsePlugins.LanguageModels;

/// <summary>The sizes of a model, known from <c>config.json</c> alone.</summary>
internal sealed record ModelSizes
{
    /// <summary>D, the width of the residual stream.</summary>
    public required int Width { get; init; }

    /// <summary>The number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>H d, of all heads side by side.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Neurons of an MLP.</summary>
    public required int Neurons { get; init; }

    /// <summary>The longest text that the model was made for, in tokens.</summary>
    public required int Context { get; init; }

    /// <summary>Whether the MLP sees what attention sees, rather than what attention added to.</summary>
    public bool IsParallel { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">It asks for what isn't computed here.</exception>
    public static ModelSizes Read(string folder)
    {
        var config = ModelConfig.Read(folder);
        return ModelFamily.Find(config).Sizes(config);
    }

    /// <summary>W, the width of the activations at a hook.</summary>
    /// <param name="hook">Where.</param>
    /// <exception cref="ArgumentException">The model has no such hook.</exception>
    public int WidthAt(HookPoint hook)
    {
        if (hook.Layer >= Layers)
        {
            throw new ArgumentException($"hook {hook}: the model has {Layers} layers, 0 to {Layers - 1}; name one of them");
        }

        return hook.Site switch
        {
            HookSite.Heads => HeadWidth,
            HookSite.MlpPost => Neurons,
            HookSite.ResidMid when IsParallel => throw new ArgumentException(
                $"hook {hook}: attention and MLP of this model are parallel (use_parallel_residual), with nothing between them; "
                    + "take hook_resid_pre, hook_resid_post, hook_attn_out or hook_mlp_out"
            ),
            _ => Width,
        };
    }
}
