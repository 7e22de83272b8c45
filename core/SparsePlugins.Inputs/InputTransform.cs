using SparsePlugins.Contracts;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Inputs;

/// <summary>
/// What <c>source.center</c> and <c>source.scale</c> do to every row that a run sees: (x - center) scaled. The statistics are those of the sample that
/// initializers see, which is training data, so that no held-out row has a part in them.
/// </summary>
/// <remarks>It is computed in float32, and its tensors stand in weights files, so that a reader computes the same.</remarks>
public sealed class InputTransform : IDisposable
{
    private const string CenterName = "input_center";
    private const string ScaleName = "input_scale";
    private const string InverseName = "input_scale_inverse";
    private readonly Tensor? _center; // [D] float32
    private readonly InputScaling? _scaling;

    private InputTransform(Tensor? center, InputScaling? scaling)
    {
        (_center, _scaling) = (center, scaling);
        CenterLength = center?.to_type(ScalarType.Float64).norm().item<double>() ?? 0;
    }

    /// <summary>Names that no parameter of an architecture may have.</summary>
    public static IReadOnlyList<string> Names { get; } = [CenterName, ScaleName, InverseName];

    /// <summary>Euclidean norm of what is subtracted.</summary>
    public double CenterLength { get; }

    /// <summary>The smallest factor that values, or directions, are multiplied by.</summary>
    public double SmallestFactor => _scaling?.Smallest ?? 1;

    /// <summary>The largest one.</summary>
    public double LargestFactor => _scaling?.Largest ?? 1;

    private bool IsIdentity => _center is null && _scaling is null;

    /// <summary>Its tensors, by the names that weights files give them; not copied.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Tensors =>
        [.. new[] { (CenterName, _center), (ScaleName, _scaling?.Scale), (InverseName, _scaling?.Inverse) }.SelectMany(Named)];

    /// <summary>The transform of a cohort's rows; it owns its tensors.</summary>
    /// <param name="spec">What is asked for.</param>
    /// <param name="sample">[N, D] rows as the source gives them.</param>
    /// <param name="cancellation">Looked at in between.</param>
    /// <exception cref="InvalidDataException">The sample doesn't vary, so that it can't be scaled.</exception>
    public static InputTransform Fit(InputSpec spec, Tensor sample, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var center =
            spec.Center.IsMeanCenter ? RowStatistics.Mean(sample).to_type(ScalarType.Float32)
            : spec.Center.IsMedianCenter ? GeometricMedian.Of(sample, cancellation)
            : null;
        var scaling = InputScaling.Fit(spec.Scale, center is null ? sample : sample - center);
        var transform = new InputTransform(center, scaling);
        foreach (var tensor in new[] { center, scaling?.Scale, scaling?.Inverse })
        {
            tensor?.DetachFromDisposeScope();
        }

        return transform;
    }

    /// <summary>[B, D] as runs see the rows: <paramref name="raw"/> itself where they stay as they are, and otherwise a new tensor in its place.</summary>
    /// <param name="raw">[B, D] as the source gives them; disposed where they change.</param>
    public Tensor Replace(Tensor raw)
    {
        if (IsIdentity)
        {
            return raw;
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var centered = _center is null ? raw : raw - _center;
        var rows = _scaling is null ? centered : _scaling.Apply(centered);
        raw.Dispose();
        return rows.MoveToOuterDisposeScope();
    }

    /// <summary>[B, D] as the source gives rows, of rows as runs see them; in the caller's dispose scope.</summary>
    /// <param name="rows">[B, D].</param>
    public Tensor Restore(Tensor rows)
    {
        var unscaled = _scaling is null ? rows : _scaling.Undo(rows);
        return _center is null ? unscaled : unscaled + _center;
    }

    /// <summary>The true features behind the transformed rows: scaled as the rows are, and each of length 1 again. A center doesn't change them.</summary>
    /// <param name="raw">Behind the rows that the source gives; its features are disposed where they change.</param>
    public GroundTruth Replace(GroundTruth raw)
    {
        if (_scaling is not { ChangesDirections: true })
        {
            return raw;
        }

        using var scope = NewDisposeScope();
        var features = _scaling.Apply(raw.Features);
        var unit = features / features.norm(dim: 1, keepdim: true);
        raw.Features.Dispose();
        return raw with { Features = unit.DetachFromDisposeScope() };
    }

    /// <summary>[F, D] directions of the source's rows as those of the rows that runs see, of other lengths; in the caller's dispose scope.</summary>
    /// <param name="raw">[F, D].</param>
    public Tensor Directions(Tensor raw) => _scaling is { ChangesDirections: true } ? _scaling.Apply(raw) : raw;

    /// <summary>The formula of an architecture, for rows as the source gives them.</summary>
    /// <param name="formula">For transformed ones: it computes <c>codes</c> and <c>x_hat</c> from <c>x</c>.</param>
    public string Around(string formula)
    {
        var x = _center is null ? "x" : $"x - {CenterName}";
        var back = _center is null ? "" : $" + {CenterName}";
        return IsIdentity ? formula
            : _scaling is null ? $"x = {x}; {formula}; x_hat = x_hat{back}"
            : _scaling.Inverse is null ? $"x = ({x}) * {ScaleName}; {formula}; x_hat = x_hat / {ScaleName}{back}"
            : $"x = ({x}) @ {ScaleName}; {formula}; x_hat = x_hat @ {InverseName}{back}";
    }

    /// <summary>Frees its tensors.</summary>
    public void Dispose()
    {
        _center?.Dispose();
        _scaling?.Scale.Dispose();
        _scaling?.Inverse?.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Named((string Name, Tensor? Value) one) =>
        one.Value is null ? [] : [KeyValuePair.Create(one.Name, one.Value)];
}
