using FsCheck;
using FsCheck.Xunit;
using SparsePlugins.Yaml;

namespace SparsePlugins.Planning.Tests;

/// <summary>The canonical text of a run reads back as the run.</summary>
public sealed class CanonicalReadingTests
{
    public static TheoryData<string> Good => [.. Manifests.Names("good")];

    [Theory]
    [MemberData(nameof(Good))]
    public void The_runs_of_a_manifest_read_back(string manifest)
    {
        foreach (var run in Manifests.Plan(Manifests.Good(manifest)).Cohorts.SelectMany(cohort => cohort.Runs).Select(run => run.Spec))
        {
            var read = Canonical.Parse(Render(run));

            Assert.Equal(Render(run), Render(read));
            Assert.Equal((run.Seed, run.Training, run.Evaluation), (read.Seed, read.Training, read.Evaluation));
            Assert.Equal(run.Autoencoder.Features, read.Autoencoder.Features);
            Assert.Equal(run.Metrics.Select(metric => metric.Every), read.Metrics.Select(metric => metric.Every));
            Assert.Equal(
                (run.Reinitializer?.Every, run.Reinitializer?.DeadAfter, run.Reinitializer?.WarmUp),
                (read.Reinitializer?.Every, read.Reinitializer?.DeadAfter, read.Reinitializer?.WarmUp)
            );
            Assert.Equal(Components(run).Select(spec => (spec.Kind, spec.Name)), Components(read).Select(spec => (spec.Kind, spec.Name)));
        }
    }

    [Property(MaxTest = 500, Replay = "3,5")]
    public void Any_run_reads_back(NonNull<string> name, NormalFloat number, long whole, bool flag, NonNull<string>[] texts)
    {
        OptionValue[] values =
        [
            OptionValue.NewNumberValue(number.Get),
            OptionValue.NewIntegerValue(whole),
            OptionValue.NewFlagValue(flag),
            OptionValue.NewListValue([.. texts.Select(text => OptionValue.NewTextValue(text.Get))]),
        ];
        var some = Some(name.Get, values);
        var run = new RunSpec(
            Math.Abs(whole % 1000),
            some(ComponentKind.Source),
            flag ? new InputSpec(InputCenter.MedianCenter, InputScale.Whiten, 1 + Math.Abs(number.Get % 10)) : InputSpec.Raw,
            new AutoencoderSpec(1 + (int)(Math.Abs(whole) % 1000), some(ComponentKind.Architecture)),
            new TrainingSpec(
                1,
                1,
                1e-12 + Math.Abs(number.Get % 10),
                0.5,
                0.5,
                1e-8,
                0,
                1,
                Bound(number.Get, flag),
                StepChoice.FusedStep,
                7.5,
                3,
                flag ? DecayShape.CosineDecay : DecayShape.LinearDecay,
                0.5,
                1,
                0.25,
                flag ? (long[])[10, 20] : [],
                flag ? 0.5 : 0.1,
                flag ? 64 : 0,
                flag ? 1000 : 0,
                flag ? 0.999 : 0,
                flag ? Precision.BFloat16 : Precision.Float32
            ),
            new EvaluationSpec(2),
            some(ComponentKind.Initializer),
            flag ? null : new ReinitializerSpec(some(ComponentKind.Reinitializer), 1, 2, 3, 4),
            [new MetricSpec(some(ComponentKind.Metric), 7)]
        );

        var read = Canonical.Parse(Render(run));

        Assert.Equal(Render(run), Render(read));
        Assert.Equal((run.Inputs, run.Training), (read.Inputs, read.Training));
        Assert.Equal(values[1..], read.Source.Options.Select(option => option.Value).Skip(1));
    }

    [Theory]
    [InlineData("\"seed\":1", "\"seed\":1.5", "seed is not a whole number")]
    [InlineData("\"steps\":", "\"stepz\":", "training.steps is missing")]
    [InlineData("\"steps\":2800", "\"steps\":0", "training.steps must be a whole number between 1 and 1000000000")]
    [InlineData("\"step\":\"auto\"", "\"step\":\"quick\"", "training.step must be one of auto, fused, stacked, eager")]
    [InlineData("\"mmcs >= 0.99\"", "\"mmcs is 0.99\"", "training.stop_when must be a metric, >= or <=, and a number")]
    [InlineData("\"metrics\":[", "\"metrics\":7,\"other\":[", "metrics is not a list")]
    [InlineData("\"use\":\"mmcs\"", "\"use\":null", "metrics[0].use is not text")]
    [InlineData("{\"seed\"", "[{\"seed\"", "not JSON")]
    public void Another_text_is_refused_with_the_key(string right, string wrong, string message)
    {
        var text = Render(Manifests.Plan(Manifests.Good("quickstart")).Cohorts[0].Runs[0].Spec);
        Assert.Contains(right, text, StringComparison.Ordinal);

        var error = Assert.Throws<FormatException>(() => Canonical.Parse(text.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string Render(RunSpec run) => Canonical.Render(run, path => path);

    private static Threshold? Bound(double value, bool isNone) =>
        isNone ? null : new Threshold("mmcs", Crossing.AtLeast, Math.Round(value % 1000, 3));

    private static Func<ComponentKind, ComponentSpec> Some(string name, OptionValue[] values) =>
        kind => new ComponentSpec(
            kind,
            name,
            [.. values.Select((value, index) => KeyValuePair.Create($"option_{index}", value))],
            new Dictionary<string, Position>(),
            new HashSet<string>(),
            new HashSet<string>(),
            name,
            new Position("", 1, 1),
            ""
        );

    private static IEnumerable<ComponentSpec> Components(RunSpec run) =>
        [run.Source, run.Autoencoder.Architecture, run.Initializer, .. run.Metrics.Select(metric => metric.Component)];
}
