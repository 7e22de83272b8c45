using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>What a kernel could not survive is refused before it.</summary>
public sealed class DoorTests : IDisposable
{
    private static readonly TrainingSetup _options = new(L1: 0.1);

    private readonly Problem _problem = new(Rows: 8, Width: 6, Features: 5);
    private readonly AutoencoderState _state;
    private readonly FusedStep _step;

    public DoorTests()
    {
        _state = _options.CreateState(_problem.Weights());
        _step = _options.CreateFused(_state);
    }

    public void Dispose()
    {
        _step.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void A_batch_of_another_width() => Refuses("the batch is [8, 7]; expected [B, D] = [1 or more, 6]", randn(8, 7));

    [Fact]
    public void A_batch_without_rows() => Refuses("the batch is [0, 6]; expected [B, D] = [1 or more, 6]", randn(0, 6));

    [Fact]
    public void A_batch_that_is_a_vector() => Refuses("the batch is [6]; expected [B, D] = [1 or more, 6]", randn(6));

    [Fact]
    public void A_batch_of_doubles() => Refuses("the batch must be Float32; got Float64", randn(8, 6, dtype: ScalarType.Float64));

    [Fact]
    public void A_batch_that_is_not_contiguous() =>
        Refuses("the batch must be contiguous; call contiguous(); got strides 1, 8", randn(6, 8).t());

    [Fact]
    public void A_batch_on_another_device() =>
        Refuses("the batch must be on the CPU for a fused step; use an eager step; got META", randn(8, 6, device: META));

    [Fact]
    public void A_batch_that_was_disposed_before_its_step()
    {
        using var batch = new TrainingBatch(_problem.Batch());
        _step.Step(batch);
        batch.Samples.Dispose();
        Assert.Throws<InvalidOperationException>(() => _step.Step(batch));
    }

    [Fact]
    public void An_empty_batch_object()
    {
        using var batch = new TrainingBatch();
        var error = Assert.Throws<InvalidOperationException>(() => _step.Step(batch));
        Assert.Equal("the training batch is empty: call Load(samples) first", error.Message);
    }

    [Fact]
    public void A_state_that_was_disposed()
    {
        using var batch = new TrainingBatch(_problem.Batch());
        _state.Dispose();
        Assert.Throws<InvalidOperationException>(() => _step.Step(batch));
    }

    [Fact]
    public void A_state_that_was_resized()
    {
        using var batch = new TrainingBatch(_problem.Batch());
        _state.FindTrained(ParameterShape.DecoderWeight)!.FirstMoment.set_(zeros(2, 6));
        var error = Assert.Throws<ArgumentException>(() => _step.Step(batch));
        Assert.Equal("decoder_weight must have 120 bytes; got 48", error.Message);
    }

    [Fact]
    public void A_state_of_doubles()
    {
        var weights = _problem.Weights();
        using var state = _options.CreateState(weights with { EncoderBias = weights.EncoderBias.to_type(ScalarType.Float64) });
        var error = Assert.Throws<ArgumentException>(() => _options.CreateFused(state));
        Assert.Equal("encoder_bias must be Float32; got Float64", error.Message);
    }

    [Fact]
    public void A_state_whose_tensors_do_not_fit()
    {
        using var state = _options.CreateState(_problem.Weights() with { DecoderWeight = randn(5, 7) });
        var error = Assert.Throws<ArgumentException>(() => _options.CreateFused(state));
        Assert.Equal("decoder_weight must have 30 elements; got 35", error.Message);
    }

    [Fact]
    public void A_top_k_of_none()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new FusedStep(new FusedForm(new TopKCodes(K: 0, L1: 0), DecoderBias: false), _state, _options.Adam)
        );
        Assert.StartsWith("top-k must keep at least 1 code", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_top_k_of_none()
    {
        var form = new FusedForm(new BatchTopKCodes(K: 0, "threshold", Rate: 0.1), DecoderBias: false);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new FusedStep(form, _state, _options.Adam));
        Assert.StartsWith("batch-top-k must keep at least 1 code", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_threshold_that_the_state_lacks()
    {
        var form = new FusedForm(new JumpReluCodes("threshold", Bandwidth: 1, Sparsity: 0), DecoderBias: false);
        var error = Assert.Throws<KeyNotFoundException>(() => new FusedStep(form, _state, _options.Adam));
        Assert.StartsWith("no parameter named 'threshold'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0.0, "the fused form keeps rows of decoder_weight at length 1, and the parameter has no UnitRows")]
    [InlineData(true, null, "the fused form keeps threshold at 0 or more; give the parameter Least = 0")]
    public void Bounds_that_the_architecture_does_not_ask_for(bool unitDecoder, double? least, string message)
    {
        IReadOnlyList<ParameterShape> shapes =
        [
            .. ParameterShape.Standard(new(8, 10), decoderBias: false, unitDecoder),
            new("threshold", ParameterRole.FeatureRows, [10]) { Least = least },
        ];
        using var state = AutoencoderState.Create(shapes, new Problem(Rows: 1, Width: 8, Features: 10).Weights());
        var form = new FusedForm(new JumpReluCodes("threshold", Bandwidth: 1, Sparsity: 0), DecoderBias: false);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new FusedStep(form, state, _options.Adam)).Message);
    }

    [Fact]
    public void A_counter_that_holds_no_integers()
    {
        var form = _options.Form with { Auxiliary = new("decoder_bias", DeadAfter: 1, Alpha: 1, K: 1) };
        var error = Assert.Throws<ArgumentException>(() => new FusedStep(form, _state, _options.Adam));
        Assert.Equal("decoder_bias must be Int64; got Float32", error.Message);
    }

    private void Refuses(string message, Tensor samples)
    {
        using var batch = new TrainingBatch(samples);
        var error = Assert.Throws<ArgumentException>(() => _step.Step(batch));
        Assert.Equal(message, error.Message);
        Assert.Equal(0, _state.Updates);
    }
}
