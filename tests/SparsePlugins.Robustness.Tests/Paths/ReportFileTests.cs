using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SparsePlugins.Records;
using SparsePlugins.Reporting;

namespace SparsePlugins.Robustness.Tests.Paths;

/// <summary>Files of a report are named by code, whatever measurements, members and settings are called.</summary>
public sealed class ReportFileTests
{
    private static readonly RunEnvironment Somewhere = new("0.1.0", "10", "0.107", "2.10", "os", "cpu", 256, "cpu", 1, "eager", "");

    public static Arbitrary<string> Names() =>
        Gen.OneOf(
                Gen.Elements(
                    "../../x",
                    "..",
                    "/etc/passwd",
                    "a/b",
                    "a\\b",
                    "\0",
                    "MMCS",
                    "mmcs",
                    "mm cs",
                    "mm-cs",
                    "",
                    ".",
                    new string('m', 400)
                ),
                ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get)
            )
            .ToArbitrary();

    [Property(MaxTest = 500, Replay = "12,13", Arbitrary = [typeof(ReportFileTests)])]
    [Trait("Category", "Long")]
    public void So_it_is_for_many_more_names(string measurement, string other, string member, string setting) =>
        Every_file_of_a_report_lies_inside_and_no_two_are_twins(measurement, other, member, setting);

    [Property(MaxTest = 40, Replay = "10,11", Arbitrary = [typeof(ReportFileTests)])]
    public void Every_file_of_a_report_lies_inside_and_no_two_are_twins(string measurement, string other, string member, string setting)
    {
        RunRecord[] records = [Record("0a", "orthogonal", measurement, other), Record("0b", member, measurement, other)];
        var runs = records.Select(record => new ExperimentRun(
            record.Id,
            "seed=1",
            setting,
            1,
            "",
            record.Initializer,
            "none",
            replaced: null
        ));
        var experiment = new ExperimentRecord(
            "x",
            "name: x\n",
            "orthogonal",
            ComparedList.Initializers,
            [new ReportThreshold(measurement, true, 0.5)],
            [.. runs],
            tuning: null,
            settings: []
        );

        string[] paths =
        [
            .. ReportFormat.All.SelectMany(format => format.Files(Report.Make(experiment, records))).Select(file => file.Path),
        ];

        Assert.All(paths, path => Assert.Matches("^(figures/)?[a-z0-9-][a-z0-9.-]{0,150}$", path));
        Assert.All(paths, path => Assert.DoesNotContain("..", path.Split('/')));
        Assert.Equal(paths.Length, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static MeasurementFacts Facts(string name) => new(name, name, "", "", "", BetterSide.Higher, ReportedAs.Plain);

    private static RunRecord Record(string id, string initializer, string measurement, string other)
    {
        Curve[] curves = [.. new[] { measurement, other }.Distinct().Select(name => new Curve(Facts(name), [0, 10], [0.1, 0.9]))];
        return new RunRecord(
            id,
            """{"seed":1}""",
            1,
            "toy",
            "",
            initializer,
            "none",
            [],
            Somewhere,
            Records.Outcome.Completed,
            "",
            10,
            32,
            curves,
            [],
            [],
            new Timings(1, 1, 1),
            "",
            data: null,
            dictionary: null
        );
    }
}
