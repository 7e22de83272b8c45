namespace SparsePlugins.Html.Tests;

/// <summary>Reports as files.</summary>
internal static class Reports
{
    public const string Hostile = "</script><img src=x onerror=alert(1)> & \"q\" 'a'";

    private static readonly TemporaryFolder Folder = new();

    /// <summary>Four variants over five seeds, of which one is the baseline.</summary>
    public static IReadOnlyList<RunRecord> FourRuns { get; } = Example.Runs(Example.Four, 5, every: 20);

    public static string Four { get; } = Write("four", FourRuns);

    /// <summary>The same, while a sweep is watched.</summary>
    public static string Watched { get; } = Folder.Write("watched.html", Rendered.Watched(ExperimentOf(FourRuns), FourRuns));

    /// <summary>A name that would be a tag.</summary>
    public static string Wild { get; } = Write("wild", Example.Runs([new("orthogonal", 0.2, 100), new(Hostile, 0.4, 80)], 3));

    /// <summary>Forty variants over five seeds, measured every ten steps.</summary>
    public static IReadOnlyList<RunRecord> ManyRuns { get; } =
        Example.Runs([new("orthogonal", 0.2, 300), .. Enumerable.Range(1, 39).Select(Sweep)], 5, every: 10);

    public static string Many { get; } = Write("many", ManyRuns);

    /// <summary>Forty variants over five seeds and 26 evaluations.</summary>
    public static string Forty { get; } =
        Write("forty", Example.Runs([new("orthogonal", 0.2, 300), .. Enumerable.Range(1, 39).Select(Sweep)], 5, steps: 2500, every: 100));

    /// <summary>Three variants in twelve settings, four penalties by three learning rates, over three seeds.</summary>
    public static string Grid { get; } = Write("grid", HtmlSizes.Grid([0.01, 0.03, 0.1, 0.3], [0.001, 0.003, 0.01], 3));

    /// <summary>A sweep of three ratios beside the baseline.</summary>
    public static string Ratios { get; } =
        Write(
            "ratios",
            [
                .. Example
                    .Runs([new("orthogonal", 0.2, 300), Sweep(10), Sweep(20), Sweep(30)], 5)
                    .Select(run => run.With(spec: SpecOf(run.Initializer))),
            ]
        );

    /// <summary>More variants in one setting than have curves.</summary>
    public static string Crowd { get; } = Write("crowd", HtmlSizes.Folder(450, 1, 6));

    /// <summary>Twenty variants in fifty settings over five seeds.</summary>
    public static string FiveThousand => Many5000.Value;

    private static readonly Lazy<string> Many5000 = new(() => Write("five-thousand", HtmlSizes.Folder(20, 5, 26, 50)));

    /// <summary>Deletes the files.</summary>
    public static void Delete() => Folder.Dispose();

    public static ExperimentRecord ExperimentOf(IReadOnlyList<RunRecord> runs) =>
        Example.Experiment(runs, thresholds: [Example.AtLeast("mmcs", 0.9), Example.AtLeast("mmcs", 0.98)]);

    private static Example.Variant Sweep(int k) => new($"mean-residual(ratio={k / 200.0:0.###})", 0.3 + (k * 0.01), 250 + (7 * k % 50));

    /// <summary>What a sweep knows its variants by.</summary>
    private static string SpecOf(string label)
    {
        var parts = label.TrimEnd(')').Split('(', '=');
        var options = parts.Length > 1 ? $"\"{parts[1]}\":{parts[2]}" : "";
        return $$"""{"initializer":{"use":"{{parts[0]}}","with":{ {{options}} } },"reinitializer":null}""";
    }

    private static string Write(string name, (ExperimentRecord Experiment, IReadOnlyList<RunRecord> Runs) folder) =>
        Folder.Write(name + ".html", Rendered.Html(folder.Experiment, folder.Runs));

    private static string Write(string name, IReadOnlyList<RunRecord> runs) =>
        Folder.Write(name + ".html", Rendered.Html(ExperimentOf(runs), runs));
}
