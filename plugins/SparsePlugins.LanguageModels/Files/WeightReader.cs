using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Reads the weights of a model by name, checks their shapes, and owns what it made until the model takes it over.</summary>
/// <param name="files">The folder's tensors.</param>
/// <param name="prefix">Which some exports put before all names but those of the head, and others leave out.</param>
/// <param name="device">Where the weights end.</param>
internal sealed class WeightReader(WeightFiles files, string prefix, Device device) : IDisposable
{
    private List<Tensor> _owned = [];

    /// <summary>Whether a tensor of this name is stored.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A stored tensor, kept as long as the model.</summary>
    /// <param name="name">Without the prefix.</param>
    /// <param name="shape">What <c>config.json</c> makes it.</param>
    /// <exception cref="InvalidDataException">It is missing, or has another shape or no numbers.</exception>
    public Tensor Read(string name, params long[] shape)
    {
        var stored =
            Find(name)
            ?? throw new InvalidDataException(
                $"{files.Place}: has no tensor '{prefix}{name}', which config.json asks for; copy weights and config.json again, from one model"
            );
        return stored.Entry.Shape.SequenceEqual(shape)
            ? Keep(TensorData.Read(stored, device))
            : throw stored.Invalid(
                $"must have the shape {Show(shape)} that config.json gives it, has {Show(stored.Entry.Shape)}; copy both again, from one model"
            );
    }

    /// <summary>A linear map whose weight is stored [outputs, inputs].</summary>
    /// <param name="name">Before <c>.weight</c> and <c>.bias</c>.</param>
    /// <param name="inputs">Width of what it takes.</param>
    /// <param name="outputs">Width of what it gives.</param>
    /// <param name="bias">Whether it has a bias.</param>
    public Linear Linear(string name, int inputs, int outputs, bool bias) =>
        new(Read($"{name}.weight", outputs, inputs), bias ? Read($"{name}.bias", outputs) : null);

    /// <summary>A layer norm with gain and bias.</summary>
    public LayerNorm LayerNorm(string name, int width, double epsilon) =>
        new(Read($"{name}.weight", width), Read($"{name}.bias", width), epsilon);

    /// <summary>A norm by the root of the mean square, with a gain.</summary>
    public RmsNorm RmsNorm(string name, int width, double epsilon) => new(Read($"{name}.weight", width), Constant(epsilon));

    /// <summary>A number that stays on the device.</summary>
    public Tensor Constant(double value) => Keep(tensor((float)value, device: device));

    /// <summary>Numbers that stay on the device.</summary>
    public Tensor Constants(float[] values) => Keep(tensor(values, device: device));

    /// <summary>A part of a stored tensor, kept as long as the model.</summary>
    public Tensor Keep(Tensor made)
    {
        _owned.Add(made.DetachFromDisposeScope());
        return made;
    }

    /// <summary>All that was read; the caller disposes it from now on.</summary>
    public IReadOnlyList<Tensor> Release()
    {
        var released = _owned;
        _owned = [];
        return released;
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.ForEach(made => made.Dispose());

    private StoredTensor? Find(string name) => files.Find(prefix + name) ?? files.Find(name);

    private static string Show(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
