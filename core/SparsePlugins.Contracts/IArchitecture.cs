using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>How an autoencoder turns activations into codes and back, and what it is trained for beside reconstructing them.</summary>
/// <remarks>
/// The host owns the parameters: it makes them from <see cref="Parameters"/> and what the initializer gave, updates them, writes checkpoints and
/// weights files, and keeps rows at length 1 where <see cref="ParameterShape.UnitRows"/> asks for it. An architecture holds its options and nothing else.
/// </remarks>
public interface IArchitecture
{
    /// <summary>
    /// Codes and reconstruction of a batch x [B, D] in evaluation, as numpy would write them with the names of the parameters; weights files hold it.
    /// </summary>
    string Formula { get; }

    /// <summary>Every parameter, those of encoder and decoder among them; most begin with <see cref="ParameterShape.Standard"/>.</summary>
    /// <param name="shape">D and F.</param>
    /// <exception cref="ArgumentException">The options don't fit the shape, for instance k > F.</exception>
    IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape);

    /// <summary>Codes, reconstruction and the terms of the loss beside the squared error; autograd follows the operations on the parameters.</summary>
    /// <param name="parameters">By the names of <see cref="Parameters"/>; read-only.</param>
    /// <param name="input">[B, D]; read-only.</param>
    /// <param name="mode">In evaluation a row's codes depend on that row and the parameters alone, whatever else is in the batch.</param>
    ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode);
}

/// <summary>Implemented beside <see cref="IArchitecture"/> by an architecture that may equal one which the host updates without autograd, many times faster.</summary>
public interface IFusedArchitecture
{
    /// <summary>The form that it equals with its options, within rounding; <see langword="null"/> where it equals none.</summary>
    FusedForm? Fused { get; }
}

/// <summary>Implemented beside <see cref="IArchitecture"/> by an architecture with loss terms that make codes sparse: <c>training.target_l0</c> steers them.</summary>
public interface IPenalizedArchitecture
{
    /// <summary>Weight of the penalty; 0 where its options switch it off, as then nothing can be steered.</summary>
    double PenaltyWeight { get; }
}

/// <summary>Implemented beside <see cref="IArchitecture"/> by an architecture that keeps the largest codes: <c>training.k_from</c> lets training keep more of them at first.</summary>
public interface ITopKArchitecture
{
    /// <summary>How many codes of a row are kept, on average; at least 1.</summary>
    int K { get; }

    /// <summary>The same architecture, with the same parameters, that keeps another number. Only updates are made with it.</summary>
    /// <param name="k">At least 1 and at most F.</param>
    IArchitecture WithK(int k);
}

/// <summary>What a forward pass is for.</summary>
public enum ForwardMode
{
    /// <summary>An update follows: loss terms and updates of buffers are asked for.</summary>
    Train,

    /// <summary>Metrics follow; what is not codes or reconstruction is ignored.</summary>
    Evaluate,
}

/// <summary>What a forward pass gives.</summary>
/// <param name="Codes">[B, F]; a feature is active where its code is not 0. Codes may be negative.</param>
/// <param name="Reconstruction">[B, D] x_hat.</param>
public sealed record ForwardPass(Tensor Codes, Tensor Reconstruction)
{
    /// <summary>What the loss has beside the squared error of <see cref="Reconstruction"/>.</summary>
    public IReadOnlyList<LossTerm> Losses { get; init; } = [];

    /// <summary>New values of buffers, which the host writes after the update.</summary>
    public IReadOnlyList<BufferUpdate> Updates { get; init; } = [];
}

/// <summary>A term of the loss.</summary>
/// <param name="Name">In kebab-case.</param>
/// <param name="Sum">[] summed over the batch, like the squared error: the host divides both by B D.</param>
public sealed record LossTerm(string Name, Tensor Sum)
{
    /// <summary>Whether it is what makes codes sparse: the host then multiplies it as <c>training.sparsity_warm_up</c> and <c>target_l0</c> say.</summary>
    public bool IsSparsityPenalty { get; init; }
}

/// <summary>A new value of a buffer.</summary>
/// <param name="Name">Of a parameter whose role is <see cref="ParameterRole.Buffer"/> or <see cref="ParameterRole.TrainingBuffer"/>.</param>
/// <param name="Value">Of the same shape and type.</param>
public sealed record BufferUpdate(string Name, Tensor Value)
{
    /// <summary>Why it can't be written, as half a sentence; <see langword="null"/> where it can.</summary>
    /// <param name="parameters">Those that the forward pass read.</param>
    public string? FaultIn(ParameterSet parameters)
    {
        var buffer = parameters.Entries.FirstOrDefault(entry => entry.Name == Name);
        return buffer is not { Role: ParameterRole.Buffer or ParameterRole.TrainingBuffer }
                ? $"its forward pass updates '{Name}', which is no buffer"
            : Value.dtype != buffer.Value.dtype || !Value.shape.SequenceEqual(buffer.Value.shape)
                ? $"its forward pass updates '{Name}' with {Value.dtype} [{string.Join(", ", Value.shape)}]; "
                    + $"expected {buffer.Value.dtype} [{string.Join(", ", buffer.Value.shape)}]"
            : null;
    }
}
