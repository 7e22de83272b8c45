using SparsePlugins.LanguageModels;

namespace SparsePlugins.SmallModel;

/// <summary>The sizes of the model that is trained, a GPT-NeoX with parallel blocks as Pythia's.</summary>
internal sealed record Shape
{
    public int Width { get; init; } = 128;

    public int Layers { get; init; } = 4;

    public int Heads { get; init; } = 4;

    public int Neurons { get; init; } = 512;

    public int Vocabulary { get; init; } = 1024;

    public int Context { get; init; } = 128;

    public ModelSizes Sizes =>
        new()
        {
            Width = Width,
            Layers = Layers,
            HeadWidth = Width,
            Neurons = Neurons,
            Context = Context,
            IsParallel = true,
        };
}
