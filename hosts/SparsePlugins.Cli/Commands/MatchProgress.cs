using System.Diagnostics;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Cli.Commands;

/// <summary>Says on stderr every few seconds how many features are matched: of 16,384 it takes minutes.</summary>
/// <param name="total">Features to match.</param>
internal sealed class MatchProgress(int total) : IProgress<int>
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _since = Stopwatch.StartNew();

    public void Report(int value)
    {
        if (_since.Elapsed >= Between)
        {
            _since.Restart();
            Console.Error.WriteLine(Paint.Line($"matched {value} of {total} features"));
        }
    }
}
