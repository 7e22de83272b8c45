namespace SparsePlugins.Kernels;

/// <summary>Takes the pre-activations as they are computed and keeps those that become codes.</summary>
internal abstract unsafe class CodeCollector : IDisposable, IGuarded
{
    /// <summary>The codes of the batch, once it has ended.</summary>
    public abstract CodeList Codes { get; }

    /// <summary>What isn't a code, but so close below its threshold that it moves it; <see langword="null"/> where thresholds aren't learned.</summary>
    public virtual CodeList? Near => null;

    /// <summary>Features after which a tile of the next panel may come; it must be a multiple of the features of a tile.</summary>
    public abstract int FeaturesPerBlock { get; }

    /// <summary>Whether which codes a row keeps depends on the other rows of the batch.</summary>
    public virtual bool ChoosesFromBatch => false;

    /// <inheritdoc/>
    public abstract bool IsIntact { get; }

    /// <summary>How many codes of a row the batches from now on keep; <see langword="null"/> for as many as the form says.</summary>
    /// <exception cref="ArgumentException">The form keeps no number of them.</exception>
    public virtual void Keep(int? k)
    {
        if (k is not null)
        {
            throw new ArgumentException("the fused form keeps no number of codes", nameof(k));
        }
    }

    /// <summary>A batch begins, or a part of one.</summary>
    /// <param name="rows">Rows that this takes.</param>
    /// <param name="panels">The panels that they take.</param>
    /// <param name="thresholds">[F], where codes have them.</param>
    /// <param name="batchRows">B.</param>
    public abstract void Begin(int rows, int panels, float* thresholds, int batchRows);

    /// <summary>Takes a tile: within a block of features, panel after panel; within a panel, in the order of the features.</summary>
    /// <param name="tile">[features of a tile][samples of a panel]; samples beyond the batch are minus infinity.</param>
    /// <param name="feature">The feature of its first row.</param>
    /// <param name="count">Its rows that are features.</param>
    /// <param name="panel">The panel.</param>
    public abstract void Take(float* tile, int feature, int count, int panel);

    /// <summary>Before a part of a batch begins: takes over from the collector of the first part what it has learned from earlier batches.</summary>
    public virtual void Follow(CodeCollector first) { }

    /// <summary>Appends what the collector of the next part of the batch has.</summary>
    /// <param name="next">Of the same kind; where codes aren't chosen from the whole batch, it has ended, as this one.</param>
    /// <param name="firstSample">The row of the batch with which it began.</param>
    public virtual void Append(CodeCollector next, int firstSample) => Codes.Append(next.Codes, firstSample);

    /// <summary>The batch has ended, or the part where codes aren't chosen from the whole batch.</summary>
    /// <returns>Whether <see cref="Codes"/> are complete; otherwise the batch has to be encoded again, from <see cref="Begin"/>.</returns>
    public abstract bool End();

    /// <inheritdoc/>
    public abstract void Dispose();
}
