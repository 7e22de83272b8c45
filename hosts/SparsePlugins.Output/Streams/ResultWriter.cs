using System.Text;

namespace SparsePlugins.Output.Streams;

/// <summary>Standard output: what a command prints there is its result, so that a failure to write it is one of the command.</summary>
/// <param name="output">Where to; or <see langword="null"/> where standard output is closed.</param>
internal sealed class ResultWriter(TextWriter? output) : TextWriter
{
    public override Encoding Encoding => output?.Encoding ?? Encoding.UTF8;

    /// <inheritdoc/>
    /// <exception cref="OutputException">It can't be written.</exception>
    public override void Write(char value) => Require(to => to.Write(value));

    /// <inheritdoc/>
    /// <exception cref="OutputException">It can't be written.</exception>
    public override void Write(char[] buffer, int index, int count) => Require(to => to.Write(buffer, index, count));

    /// <inheritdoc/>
    /// <exception cref="OutputException">It can't be written.</exception>
    public override void Write(string? value) => Require(to => to.Write(value));

    /// <inheritdoc/>
    /// <exception cref="OutputException">It can't be written.</exception>
    public override void WriteLine(string? value) => Require(to => to.Write(value + Environment.NewLine));

    private void Require(Action<TextWriter> write)
    {
        if (output is null)
        {
            throw new OutputException("it is closed");
        }

        try
        {
            write(output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new OutputException(error.Message.Split(" : '")[0].TrimEnd('.', ' '));
        }
    }
}
