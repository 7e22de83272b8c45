using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>Activations of a network, read from NumPy .npy or safetensors files that may be larger than memory.</summary>
/// <remarks>
/// Source: none; the shuffling is described here. Rows are stored as float16, float32, float64 or (safetensors) bfloat16, and given as float32.
/// Guarantee: every epoch visits every training row exactly once, in an order drawn over all rows of all files at once (no window, no
/// shuffle buffer) that depends on the seed and the epoch's number alone and takes no memory. A batch may straddle two epochs.
/// Held-out rows: drawn row by row from the seed, so they are the same for every run of a seed and differ between seeds. Intervals over seeds
/// then include the choice of the held-out rows, and differences paired by seed don't suffer from it. Neighbouring rows of one text may fall
/// on both sides.
/// Evaluation goes through the held-out rows in one fixed random order and starts over, so the first N are a uniform sample of them.
/// Initialization takes the training rows in an order of its own, without repetition until all were seen.
/// A three-dimensional array [texts, positions, D] is read as its texts * positions rows, in that order.
/// Before anything trains all rows are read once: values that are not finite and files that hold the same rows are refused, and what is unusual
/// about the rows is reported.
/// Departures: files are not normalised; files must not change while they are read.
/// </remarks>
[Component("recorded-activations")]
public sealed class RecordedActivationsSource : IActivationSource, ISurveyedSource
{
    private readonly RecordedActivationsOptions _options;

    /// <summary>Keeps the options; no file is opened yet.</summary>
    /// <param name="options">Which files.</param>
    /// <exception cref="ArgumentException">No file is named, or one is named twice (its rows would be trained on and held out).</exception>
    public RecordedActivationsSource(RecordedActivationsOptions options)
    {
        if (options.Files.Count == 0)
        {
            throw new ArgumentException("recorded-activations: files must name at least one .npy or .safetensors file");
        }

        if (options.Files.GroupBy(Path.GetFullPath, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"recorded-activations: files names {twice.Key} twice; name it once");
        }

        if (options.Shape.Count is not (0 or 2))
        {
            throw new ArgumentException(
                $"recorded-activations: shape must be [rows, columns], such as [8, 8], or empty; got [{string.Join(", ", options.Shape)}]"
            );
        }

        _options = options;
    }

    /// <summary>D, from the files' headers alone; every file is checked.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, the files differ in width, or there is a single row.</exception>
    public int ActivationDim => Matrices()[0].Width;

    /// <summary>Opens the files; rows are read when they are asked for.</summary>
    /// <param name="context">Its seed draws the held-out rows and the order of the others.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, the files differ in width, or there is a single row.</exception>
    public IActivationStream Open(ComponentContext context)
    {
        var matrices = Matrices();
        return new RecordedActivationsStream(matrices, HeldOut(matrices), context);
    }

    /// <inheritdoc/>
    public DataSurvey Survey(IProgress<SurveyProgress>? progress, CancellationToken cancellation)
    {
        var matrices = Matrices();
        return new RecordedSurvey(matrices, progress, cancellation).Run(HeldOut(matrices));
    }

    private long HeldOut(List<RecordedMatrix> matrices)
    {
        var rows = CountRows(matrices);
        return Math.Clamp((long)Math.Round(rows * _options.HeldOut), 1, rows - 1);
    }

    private List<RecordedMatrix> Matrices()
    {
        var matrices = _options.Files.Select(file => RecordedMatrix.Open(file, _options.Tensor)).ToList();
        var first = matrices[0];
        if (matrices.FirstOrDefault(matrix => matrix.Width != first.Width) is { } other)
        {
            throw new InvalidDataException(
                $"{other.Path}: must have {first.Width} columns as {first.Path} has, has {other.Width}; read files of one width together"
            );
        }

        if (_options.Shape is [var rows, var columns] && rows * columns != first.Width)
        {
            throw new InvalidDataException(
                $"{first.Path}: has {first.Width} columns, which shape [{rows}, {columns}] does not make; its product must be {first.Width}"
            );
        }

        return CountRows(matrices) > 1
            ? matrices
            : throw new InvalidDataException($"{first.Path}: must have at least 2 rows, one to train on and one to hold out, has 1");
    }

    private static long CountRows(List<RecordedMatrix> matrices) => checked(matrices.Sum(matrix => matrix.Rows));
}
