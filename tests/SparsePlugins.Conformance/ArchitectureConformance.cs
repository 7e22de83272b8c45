using System.Text.RegularExpressions;
using SparsePlugins.Contracts;
using Xunit;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>Tests of the contract of every architecture. Inherit it, create one, and add tests of what is special about it.</summary>
public abstract partial class ArchitectureConformance : ComponentConformance
{
    /// <summary>How far codes of a row may move with what else is in the batch, of the largest code.</summary>
    private const double RowTolerance = 1e-4;

    /// <summary>A new architecture, with options that fit 12 dimensions and 24 features.</summary>
    protected abstract IArchitecture Create();

    /// <summary>A small problem; its weights are what an initializer gave.</summary>
    protected ToyProblem Problem { get; } = new();

    /// <inheritdoc/>
    protected sealed override Type ComponentType => Create().GetType();

    /// <summary>The parameters of a new architecture before the first update, for <see cref="Problem"/>.</summary>
    protected ParameterSet Start() => new([.. Create().Parameters(Problem.Shape).Select(Start)]);

    [Fact]
    public void Its_parameters_have_names_roles_and_sizes_that_the_host_can_use()
    {
        var parameters = Create().Parameters(Problem.Shape);
        Assert.All(
            parameters,
            parameter => Assert.True(SnakeCase().IsMatch(parameter.Name), $"the parameter '{parameter.Name}' is not in snake_case")
        );
        Assert.All(
            parameters.GroupBy(parameter => parameter.Name),
            group => Assert.True(group.Count() == 1, $"two parameters are named '{group.Key}'")
        );
        Assert.All(parameters, RequireRole);
        Assert.All(ParameterShape.Standard(Problem.Shape, decoderBias: false), standard => RequireStandard(standard, parameters));
    }

    [Theory]
    [InlineData(ForwardMode.Train)]
    [InlineData(ForwardMode.Evaluate)]
    public void A_forward_pass_gives_finite_float32_codes_and_reconstructions(ForwardMode mode)
    {
        using var _ = no_grad();
        var pass = Create().Forward(Start(), Problem.Sample, mode);
        var rows = Problem.Sample.shape[0];
        ReturnedShape.AssertIs("Codes", pass.Codes, "[B, F]", rows, Problem.Shape.Features);
        ReturnedShape.AssertIs("Reconstruction", pass.Reconstruction, "[B, D]", rows, Problem.Shape.ActivationDim);
        Assert.All(pass.Losses, term => ReturnedShape.AssertIs($"the loss term '{term.Name}'", term.Sum, "[]"));
    }

    [Fact]
    public void Gradients_reach_every_trained_parameter()
    {
        var parameters = Trained(updates: 1);
        foreach (var entry in Trained(parameters))
        {
            entry.Value.requires_grad_();
        }

        var last = Create().Forward(parameters, Problem.Sample, ForwardMode.Train);
        Loss(last, Problem.Sample).backward();
        Assert.All(
            Trained(parameters),
            entry =>
            {
                var slope = entry.Value.grad;
                Assert.True(
                    slope is not null,
                    $"no gradient reaches '{entry.Name}': the loss does not depend on it; make it a Buffer, or use it"
                );
                Assert.True(isfinite(slope!).all().item<bool>(), $"the gradient of '{entry.Name}' is not finite");
                Assert.True((slope! != 0).any().item<bool>(), $"the gradient of '{entry.Name}' is 0 everywhere, on a plain problem");
            }
        );
    }

    [Fact]
    public void In_evaluation_a_row_does_not_depend_on_the_rest_of_the_batch()
    {
        using var _ = no_grad();
        var parameters = Trained(updates: 3);
        var whole = Create().Forward(parameters, Problem.Sample, ForwardMode.Evaluate).Codes;
        var largest = whole.abs().max().item<float>() + 1e-6;
        foreach (var row in new[] { 1, 2, 57, (int)Problem.Sample.shape[0] - 1 })
        {
            var alone = Create().Forward(parameters, Problem.Sample[row..(row + 1)], ForwardMode.Evaluate).Codes[0];
            var off = (alone - whole[row]).abs().max().item<float>();
            Assert.True(
                off <= RowTolerance * largest,
                $"the codes of row {row} move by {off:G3} where the row is alone; in ForwardMode.Evaluate use what was learned, not the batch (a threshold in a Buffer, for instance)"
            );
        }
    }

    [Fact]
    public void It_keeps_nothing_so_that_training_can_be_resumed()
    {
        using var _ = no_grad();
        var (kept, renewed) = (Start(), Start());
        var one = Create();
        for (var update = 0; update < 3; update++)
        {
            var rows = Problem.Batches[update].Input;
            var (old, now) = (one.Forward(kept, rows, ForwardMode.Train), Create().Forward(renewed, rows, ForwardMode.Train));
            Conduct.AssertSame(
                Bytes(now),
                Bytes(old),
                $"update {update} of an architecture that made the ones before differs from that of a new one: keep state in a Buffer, not in the class"
            );
            Write(kept, old);
            Write(renewed, now);
        }
    }

    [Fact]
    public void What_it_reads_is_left_as_it_was()
    {
        using var _ = no_grad();
        var parameters = Start();
        Tensor[] read = [Problem.Sample, .. parameters.Entries.Select(entry => entry.Value)];
        Conduct.LeavesUntouched(read, () => Create().Forward(parameters, Problem.Sample, ForwardMode.Train));
        Conduct.LeavesUntouched(read, () => Create().Forward(parameters, Problem.Sample, ForwardMode.Evaluate));
    }

    [Fact]
    public void Its_updates_are_of_buffers_and_keep_their_shape_and_type()
    {
        using var _ = no_grad();
        var parameters = Start();
        Write(parameters, Create().Forward(parameters, Problem.Sample, ForwardMode.Train));
    }

    [Fact]
    public void Global_randomness_is_neither_read_nor_advanced()
    {
        using var _ = no_grad();
        var parameters = Start();
        Conduct.UsesNoGlobalRandomness(() => Bytes(Create().Forward(parameters, Problem.Sample, ForwardMode.Train)));
    }

    [Fact]
    public void Its_formula_names_the_parameters_that_evaluation_needs() =>
        Assert.All(
            Create()
                .Parameters(Problem.Shape)
                .Where(parameter => parameter.Role is not (ParameterRole.TrainingBuffer or ParameterRole.Buffer)),
            parameter => Assert.Contains(parameter.Name, Create().Formula, StringComparison.Ordinal)
        );

    [Fact]
    public void A_fused_form_computes_the_same()
    {
        if (Create() is not IFusedArchitecture { Fused: { } form })
        {
            return;
        }

        using var _ = no_grad();
        var parameters = Start();
        var pass = Create().Forward(parameters, Problem.Sample, ForwardMode.Train);
        var codes = parameters.PreActivations(Problem.Sample).relu();
        if (form.K is { } k && k < codes.shape[1])
        {
            codes *= codes >= codes.topk(k).values[.., ^1..];
        }

        TensorAssertions.AssertClose(codes, pass.Codes, 1e-5);
        TensorAssertions.AssertClose(parameters.Decode(codes), pass.Reconstruction, 1e-5);
        var penalty = pass.Losses.Sum(term => term.Sum.item<float>());
        Assert.Equal(form.L1 * codes.sum().item<float>(), penalty, 1e-3 * Math.Max(1, Math.Abs(penalty)));
    }

    private static void RequireStandard(ParameterShape standard, IReadOnlyList<ParameterShape> parameters)
    {
        var found = parameters.FirstOrDefault(parameter => parameter.Name == standard.Name);
        Assert.True(found is not null, $"there is no parameter '{standard.Name}'; begin the list with ParameterShape.Standard");
        Assert.Equal(standard.Size, found!.Size);
    }

    private void RequireRole(ParameterShape parameter)
    {
        if (parameter.Role is ParameterRole.FeatureRows or ParameterRole.Shared)
        {
            Assert.True(
                parameter.Type == ScalarType.Float32,
                $"'{parameter.Name}' is trained, so it must be Float32; it is {parameter.Type}"
            );
        }

        if (parameter.Role == ParameterRole.FeatureRows)
        {
            Assert.True(
                parameter.Size is [var rows, ..] && rows == Problem.Shape.Features,
                $"'{parameter.Name}' has rows of features, so its first dimension must be F = {Problem.Shape.Features}; it is [{string.Join(", ", parameter.Size)}]"
            );
        }
    }

    private NamedParameter Start(ParameterShape shape)
    {
        var given = new[]
        {
            (ParameterShape.EncoderWeight, Problem.Weights.EncoderWeight),
            (ParameterShape.EncoderBias, Problem.Weights.EncoderBias),
            (ParameterShape.DecoderWeight, Problem.Weights.DecoderWeight),
            (ParameterShape.DecoderBias, Problem.Weights.DecoderBias),
        }
            .FirstOrDefault(one => one.Item1 == shape.Name)
            .Item2;
        return new(shape.Name, shape.Role, given?.clone() ?? full([.. shape.Size], shape.Initial, dtype: shape.Type));
    }

    private static IEnumerable<NamedParameter> Trained(ParameterSet parameters) =>
        parameters.Entries.Where(entry => entry.Role is ParameterRole.FeatureRows or ParameterRole.Shared);

    /// <summary>The parameters after some forward passes, whose updates of buffers were written.</summary>
    private ParameterSet Trained(int updates)
    {
        var parameters = Start();
        _ = Passes(parameters, updates);
        return parameters;
    }

    private List<ForwardPass> Passes(ParameterSet parameters, int updates)
    {
        using var _ = no_grad();
        var passes = new List<ForwardPass>();
        for (var update = 0; update < updates; update++)
        {
            passes.Add(Create().Forward(parameters, Problem.Batches[update].Input, ForwardMode.Train));
            Write(parameters, passes[^1]);
        }

        return passes;
    }

    private static Tensor Loss(ForwardPass pass, Tensor input)
    {
        var loss = (input - pass.Reconstruction).square().sum();
        return pass.Losses.Aggregate(loss, (sum, term) => sum + term.Sum);
    }

    private static void Write(ParameterSet parameters, ForwardPass pass)
    {
        foreach (var update in pass.Updates)
        {
            var entry = parameters.Entries.FirstOrDefault(entry => entry.Name == update.Name);
            Assert.True(
                entry is { Role: ParameterRole.Buffer or ParameterRole.TrainingBuffer },
                $"the forward pass updates '{update.Name}', which is no buffer; what is trained is updated by the optimizer"
            );
            Assert.True(
                entry!.Value.dtype == update.Value.dtype && entry.Value.shape.SequenceEqual(update.Value.shape),
                $"the forward pass updates '{update.Name}' with {update.Value.dtype} [{string.Join(", ", update.Value.shape)}]; expected {entry.Value.dtype} [{string.Join(", ", entry.Value.shape)}]"
            );
            entry.Value.copy_(update.Value);
        }
    }

    private static byte[][] Bytes(ForwardPass pass) =>
        [
            .. new[] { pass.Codes, pass.Reconstruction }
                .Concat(pass.Losses.Select(term => term.Sum))
                .Concat(pass.Updates.Select(update => update.Value))
                .Select(TensorAssertions.Bytes),
        ];

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
