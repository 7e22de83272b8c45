using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests;

/// <summary>An encoder bias that no gradient trains: a buffer, which the architecture moves.</summary>
public sealed class BiasBufferTests
{
    private static readonly DictionaryShape Shape = new(2, 3);

    [Fact]
    public void It_begins_with_what_the_initializer_gave_and_with_what_a_revival_gives()
    {
        using var scope = NewDisposeScope();
        var shapes = ParameterShape
            .Standard(Shape, decoderBias: false)
            .Select(shape => shape.Name == ParameterShape.EncoderBias ? shape with { Role = ParameterRole.Buffer } : shape);
        using var state = AutoencoderState.Create(
            [.. shapes],
            new AutoencoderWeights(ones(3, 2), tensor(new[] { 0.5f, -1, 2 }), ones(3, 2), ones(2))
        );
        Assert.Equal([0.5f, -1, 2], state.Weights.EncoderBias.data<float>().ToArray());
        Assert.Equal([0f, 0], state.Weights.DecoderBias.data<float>().ToArray());
        Assert.DoesNotContain(state.Trained, parameter => parameter.Value.shape is [3]);

        state.ReplaceFeatures(tensor(new[] { 2L, 0 }), new FeatureWeights(zeros(2, 2), tensor(new[] { 7f, 8 }), ones(2, 2)));
        Assert.Equal([8f, -1, 7], state.Weights.EncoderBias.data<float>().ToArray());
    }
}
