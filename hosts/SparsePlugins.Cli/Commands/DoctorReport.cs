using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Cli.Commands;

/// <summary>The rows of <c>sparse doctor</c>, each with its status, and the line at the end.</summary>
/// <param name="isVerbose">Whether paths are printed.</param>
internal sealed class DoctorReport(bool isVerbose)
{
    private int _notes;
    private int _problems;

    /// <summary>Whether no row is a problem.</summary>
    public bool IsWell => _problems == 0;

    /// <summary>Something is as it should be.</summary>
    public void Ok(string topic, string text) => Row(topic, "ok", Meaning.Good, text);

    /// <summary>Something that may surprise, and stops nothing.</summary>
    public void Note(string topic, string text)
    {
        _notes++;
        Row(topic, "note", Meaning.Careful, text);
    }

    /// <summary>Something has to be fixed.</summary>
    public void Problem(string topic, string text)
    {
        _problems++;
        Row(topic, "problem", Meaning.Bad, text);
    }

    /// <summary>Where something is; only printed if that was asked for.</summary>
    public void Place(string path)
    {
        if (isVerbose)
        {
            StandardOutput.Writer.WriteLine($"{"", -10} {"", -7} {path}");
        }
    }

    /// <summary>Prints the line at the end.</summary>
    /// <returns>The exit code.</returns>
    public int Conclude()
    {
        var notes = _notes == 0 ? "" : $" ({Count(_notes, "note")})";
        StandardOutput.Writer.WriteLine(
            IsWell
                ? Paint.State("Everything needed is there", Meaning.Good) + notes
                : Paint.State(Count(_problems, "problem"), Meaning.Bad) + $": fix what is marked 'problem'{notes}"
        );
        return IsWell ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Row(string topic, string status, Meaning meaning, string text) =>
        StandardOutput.Writer.WriteLine($"{topic, -10} {Paint.State($"{status, -7}", meaning)} {text}");

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
