namespace SparsePlugins.Planning.Tests;

/// <summary>A catalog like the one that the shipped plugins give.</summary>
internal static class Components
{
    private static readonly OptionSchema[] Encoder =
    [
        Option("encoder", OptionType.NewChoice(["independent", "tied"]), OptionValue.NewTextValue("independent")),
        Option("encoder_scale", OptionType.NewNumber(1e-4, 100), OptionValue.NewNumberValue(1), "length")
            .OnlyIf("encoder", OptionValue.NewTextValue("tied")),
        Option("decoder_bias", OptionType.NewChoice(["zero", "mean", "geometric-median"]), OptionValue.NewTextValue("zero"))
            .OnlyIf("architecture.decoder_bias", OptionValue.NewFlagValue(true)),
    ];

    private static readonly OptionSchema DecoderBias = Option("decoder_bias", OptionType.Flag, OptionValue.NewFlagValue(false));

    public static Catalog Catalog { get; } =
        new([
            Component(
                    ComponentKind.Source,
                    "toy-superposition",
                    Option("activation_dim", OptionType.NewInteger(1, 65536), OptionValue.NewIntegerValue(128), "dimensions"),
                    Option("features", OptionType.NewInteger(1, 1_000_000), OptionValue.NewIntegerValue(256), "features"),
                    Option("active", OptionType.NewNumber(1e-6, 1e6), OptionValue.NewIntegerValue(5), "features"),
                    Option("decay", OptionType.NewNumber(0, 1), OptionValue.NewNumberValue(0.998)),
                    Option("keep_zeros", OptionType.Flag, OptionValue.NewFlagValue(true)),
                    Option("groups", OptionType.NewMany(OptionType.NewInteger(1, 100)), OptionValue.NewListValue([]))
                )
                .With(SourceCapability.GroundTruth),
            Component(
                ComponentKind.Source,
                "recorded-activations",
                Option("files", OptionType.NewMany(OptionType.InputPath), null),
                Option("layer", OptionType.Text, OptionValue.NewTextValue("")),
                Option("index", OptionType.InputPath, OptionValue.NewTextValue(""))
            ),
            Component(ComponentKind.Architecture, "relu", Penalty(0.06), DecoderBias),
            Component(
                ComponentKind.Architecture,
                "top-k",
                Option("k", OptionType.NewInteger(1, 16_000_000), null, "codes"),
                Penalty(0),
                DecoderBias,
                Option("aux_dead_after", OptionType.NewInteger(0, 1_000_000_000_000_000), OptionValue.NewIntegerValue(0), "samples"),
                Option("aux_alpha", OptionType.NewNumber(0, 1000), OptionValue.NewNumberValue(0.03125))
                    .Unless("aux_dead_after", OptionValue.NewIntegerValue(0)),
                Option("aux_k", OptionType.NewInteger(0, 16_000_000), OptionValue.NewIntegerValue(0), "codes")
                    .Unless("aux_dead_after", OptionValue.NewIntegerValue(0))
                    .Unless("aux_alpha", OptionValue.NewNumberValue(0))
            ),
            Component(ComponentKind.Initializer, "orthogonal", Encoder),
            Component(ComponentKind.Initializer, "xavier", Encoder),
            Component(ComponentKind.Initializer, "data-sample", Encoder),
            Component(
                ComponentKind.Initializer,
                "mean-residual",
                [Option("ratio", OptionType.NewNumber(0.001, 1), OptionValue.NewNumberValue(0.05), "fraction"), .. Encoder]
            ),
            Component(
                ComponentKind.Initializer,
                "active-subspace",
                Option("variance", OptionType.NewNumber(0.01, 1), OptionValue.NewNumberValue(0.99), "fraction")
                    .OnlyIf("rank", OptionValue.NewIntegerValue(0)),
                Option("rank", OptionType.NewInteger(0, 65536), OptionValue.NewIntegerValue(0), "components")
            ),
            Component(
                ComponentKind.Reinitializer,
                "worst-rare",
                Option(
                    "collector",
                    OptionType.NewChoice(["mean-residual", "centroid-residual"]),
                    OptionValue.NewTextValue("mean-residual")
                ),
                Option("clusters", OptionType.NewInteger(0, 1000), OptionValue.NewIntegerValue(0), "clusters")
                    .OnlyIf("collector", OptionValue.NewTextValue("centroid-residual"))
            ),
            Component(
                ComponentKind.Reinitializer,
                "worst-residuals",
                Option("clusters", OptionType.NewInteger(0, 1000), OptionValue.NewIntegerValue(0), "clusters")
            ),
            Component(ComponentKind.Reinitializer, "random-points"),
            Component(ComponentKind.Metric, "mmcs")
                .With(SourceCapability.GroundTruth)
                .Measuring(new("mmcs", Direction.Higher, -1, 1), new("mmcs-recovered", Direction.Higher, 0, 1))
                .Measuring(new MeasurementSchema("mmcs-decile-*", Direction.Higher, -1, 1)),
            Component(ComponentKind.Metric, "mmcs-recovered").With(SourceCapability.GroundTruth),
            Component(ComponentKind.Metric, "mmcs-decile-3").With(SourceCapability.GroundTruth),
            Component(ComponentKind.Metric, "mmcs-fast").With(SourceCapability.GroundTruth),
            Component(ComponentKind.Metric, "mcc").With(SourceCapability.GroundTruth),
            Component(ComponentKind.Metric, "l0")
                .With(SourceCapability.EvaluationData)
                .Measuring(new MeasurementSchema("l0", Direction.Neither, 0, double.PositiveInfinity)),
            Component(ComponentKind.Metric, "fvu")
                .With(SourceCapability.EvaluationData)
                .Measuring(new MeasurementSchema("fvu", Direction.Lower, 0, double.PositiveInfinity)),
            Component(
                    ComponentKind.Metric,
                    "dead-fraction",
                    Option("window", OptionType.NewInteger(1, long.MaxValue), OptionValue.NewIntegerValue(8192), "samples")
                )
                .With(SourceCapability.EvaluationData)
                .Measuring(new MeasurementSchema("dead-fraction", Direction.Lower, 0, 1)),
        ]);

    private static OptionSchema Option(string name, OptionType type, OptionValue? fallback, string unit = "") =>
        new(name, type, fallback, unit, $"What {name} is for.", [], decidesResult: true);

    private static OptionSchema OnlyIf(this OptionSchema option, string other, OptionValue value) =>
        new(
            option.Name,
            option.Type,
            option.Default,
            option.Unit,
            option.Summary,
            [new(other, OptionTest.NewIsOneOf([value]))],
            decidesResult: true
        );

    private static OptionSchema Unless(this OptionSchema option, string other, OptionValue value) =>
        new(
            option.Name,
            option.Type,
            option.Default,
            option.Unit,
            option.Summary,
            [.. option.Conditions, new(other, OptionTest.NewIsNoneOf([value]))],
            decidesResult: true
        );

    private static OptionSchema Penalty(double fallback) =>
        Option("l1", OptionType.NewNumber(0, 1000), OptionValue.NewNumberValue(fallback));

    private static ComponentSchema Component(ComponentKind kind, string name, params OptionSchema[] options) =>
        new(
            kind,
            name,
            $"What {name} does.",
            "",
            options,
            new HashSet<SourceCapability>(kind.IsSource ? [SourceCapability.EvaluationData] : []),
            []
        );

    private static ComponentSchema With(this ComponentSchema c, SourceCapability capability) =>
        new(c.Kind, c.Name, c.Summary, c.Citation, c.Options, new HashSet<SourceCapability>(c.Capabilities) { capability }, c.Measurements);

    private static ComponentSchema Measuring(this ComponentSchema c, params MeasurementSchema[] measurements) =>
        new(c.Kind, c.Name, c.Summary, c.Citation, c.Options, c.Capabilities, [.. c.Measurements, .. measurements]);
}
