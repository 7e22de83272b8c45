using System.Text;

namespace SparsePlugins.Output.Streams;

/// <summary>Standard error: what is printed there is never part of the work. After the first failure nothing more is written, and nothing is thrown.</summary>
/// <param name="output">Where to.</param>
public sealed class QuietWriter(TextWriter output) : TextWriter
{
    private volatile bool _hasFailed;

    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(to => to.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(to => to.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(to => to.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(to => to.Write(value + Environment.NewLine));

    /// <inheritdoc/>
    public override void Flush() => Try(to => to.Flush());

    private void Try(Action<TextWriter> write)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            write(output);
        }
        catch (Exception)
        {
            _hasFailed = true; // A full disk, a terminal that is gone: there is nobody to report it to.
        }
    }
}
