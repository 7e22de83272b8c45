using System.Globalization;
using SparsePlugins.Hosting.Dictionaries;

namespace SparsePlugins.Cli.Commands;

/// <summary>Prints what <c>sparse agree</c> found.</summary>
internal static class AgreementOutput
{
    public static void Print(IEnumerable<ComparedPair> pairs)
    {
        Write($"cosine  > 0.7  > 0.9  pairs");
        foreach (var (first, second, agreement, firing) in pairs)
        {
            Write($"{agreement.Mean, 6:F4} {agreement.Above07, 5:P0} {agreement.Above09, 6:P0} {agreement.Pairs, 6}  {first} | {second}");
            if (firing is not null)
            {
                Print(firing);
            }
        }
    }

    public static void PrintJson(IEnumerable<ComparedPair> pairs) =>
        JsonOutput.Print(
            pairs.Select(pair => new
            {
                pair.First,
                pair.Second,
                pair.Agreement.Pairs,
                MeanCosine = pair.Agreement.Mean,
                pair.Agreement.Above07,
                pair.Agreement.Above09,
                pair.Firing,
            })
        );

    private static void Print(FiringAgreement firing)
    {
        if (firing.Overlap is null)
        {
            Write($"  no pair fires on any of the rows");
            return;
        }

        Write($"  fire together {firing.Overlap:F3} of the rows on which one fires; {firing.Silent} pairs never fire");
        Write($"  by decile of how often they fire, the rarest first:");
        Write($"  {"rows", -8}{Each(firing, decile => decile.Rows, "F0")}");
        Write($"  {"cosine", -8}{Each(firing, decile => decile.MeanCosine, "F3")}");
        Write($"  {"overlap", -8}{Each(firing, decile => decile.Overlap, "F3")}");
    }

    private static string Each(FiringAgreement firing, Func<FiringDecile, double> read, string format) =>
        string.Concat(firing.Deciles.Select(decile => read(decile).ToString(format, CultureInfo.InvariantCulture).PadLeft(7)));

    private static void Write(FormattableString line) => StandardOutput.Writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
