namespace SparsePlugins.Records.Tests;

/// <summary>docs/records.md names every field that is written.</summary>
public sealed class DocumentedFieldTests
{
    private static readonly string Record = RecordJson.Write(
        Example
            .Record("0f", "orthogonal", 1, [Named(ReportedAs.Plain), Named(ReportedAs.NewDecile("mmcs-decile", 1))], architecture: "relu")
            .With(
                events: [new ReinitializationEvent(10, [3], 4, 1)],
                coinciding: [new CoincidingDirections(0, 2)],
                data: new DataFacts(
                    256,
                    true,
                    new SurveyFacts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                    new SampleFacts(1, 2, 3, 4),
                    new InputFacts("mean", 2, "whiten", 3, 4, 5, 6, 7),
                    ["a note"]
                ),
                dictionary: new DictionaryFacts(1, [2], new MatchFacts(3, [4], [0.5]), new AtomFacts(1, [6], "fw==")),
                environment: new("0.1.0", "10.0.1", "0.107.0", "2.10.0", "Debian 12", "Example 9000", 256, "cpu", 2, "eager", "kernels")
            )
            .WithWeights("5e6f")
    );

    private static readonly string Experiment = ExperimentJson.Write(
        new(
            "digits",
            "name: digits",
            "none",
            ComparedList.Reinitializers,
            [Example.AtLeast("mmcs", 0.9)],
            [new ExperimentRun("0f", "seed=1", "", 1, "relu", "orthogonal", "none", new ReplacedBuild(ComparedList.Initializers, "ab"))],
            new TuningRecord(
                "mmcs >= 0.9",
                higherIsBetter: true,
                Example.AtLeast("mmcs", 0.9),
                [101],
                [new TriedKey("training.clip", ["1", "2"])],
                2,
                [new TunedVariant("", "relu", "orthogonal", "none", 0, ["1"], [new TrialScore(0.5, 1, 1)])]
            ),
            [new ExperimentSetting("autoencoder.l1=1", [new SettingValue("autoencoder.l1", "1")])]
        )
    );

    [Fact]
    public void Every_field_of_a_record_is_described() => Assert.Empty(DocumentedNames.MissingIn(Record, except: "spec"));

    [Fact]
    public void Every_field_of_an_experiment_is_described() => Assert.Empty(DocumentedNames.MissingIn(Experiment));

    [Fact]
    public void Every_field_of_an_agreement_is_described_and_read_again()
    {
        var pair = new AgreementPair("0f", "1e", 128, 0.5, 0.25, 0.125);
        var text = AgreementJson.Write(new AgreementRecord([pair]));

        Assert.Empty(DocumentedNames.MissingIn(text));
        Assert.Equal([pair], AgreementJson.Read(text).Pairs);
        Assert.Throws<RecordFormatException>(() => AgreementJson.Read(text.Replace("0.25", "0.35", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_test_sees_a_field_that_is_not() =>
        Assert.Equal(["no_such_field"], DocumentedNames.MissingIn("""{"seed":1,"runs":[{"no_such_field":2}]}"""));

    [Fact]
    public void The_record_has_the_optional_fields() =>
        Assert.All(
            ["architecture", "display_name", "reported_as", "survey", "sample", "inputs", "matches", "atoms", "weights", "arithmetic"],
            field => Assert.Contains(field, Record)
        );

    private static Curve Named(ReportedAs reportedAs) =>
        new(new MeasurementFacts("mmcs", "mmcs", "MMCS", "it means", "", BetterSide.Higher, reportedAs), [0], [0.5]);
}
