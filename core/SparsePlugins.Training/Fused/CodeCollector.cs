namespace SparsePlugins.Training.Fused;

/// <summary>Takes the pre-activations as they are computed and keeps those that become codes.</summary>
internal abstract unsafe class CodeCollector : IDisposable, IGuarded
{
    /// <summary>The codes of the batch, once it has ended.</summary>
    public abstract CodeList Codes { get; }

    /// <summary>What isn't a code, but so close below its threshold that it moves it; <see langword="null"/> where thresholds aren't learned.</summary>
    public virtual CodeList? Near => null;

    /// <summary>Features after which a tile of the next panel may come; it must be a multiple of the features of a tile.</summary>
    public abstract int FeaturesPerBlock { get; }

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

    /// <summary>A batch of <paramref name="rows"/> begins.</summary>
    /// <param name="rows">B.</param>
    /// <param name="panels">The panels that they take.</param>
    /// <param name="thresholds">[F], where codes have them.</param>
    public abstract void Begin(int rows, int panels, float* thresholds);

    /// <summary>Takes a tile: within a block of features, panel after panel; within a panel, in the order of the features.</summary>
    /// <param name="tile">[features of a tile][samples of a panel]; samples beyond the batch are minus infinity.</param>
    /// <param name="feature">The feature of its first row.</param>
    /// <param name="count">Its rows that are features.</param>
    /// <param name="panel">The panel.</param>
    public abstract void Take(float* tile, int feature, int count, int panel);

    /// <summary>The batch has ended.</summary>
    /// <returns>Whether <see cref="Codes"/> are complete; otherwise the batch has to be encoded again, from <see cref="Begin"/>.</returns>
    public abstract bool End();

    /// <inheritdoc/>
    public abstract void Dispose();
}
