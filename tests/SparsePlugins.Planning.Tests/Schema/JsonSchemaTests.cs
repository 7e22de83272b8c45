using System.Text;
using System.Text.Json.Nodes;
using SparsePlugins.Schema;
using VerifyXunit;

namespace SparsePlugins.Planning.Tests.Schema;

public sealed class JsonSchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(JsonSchema.Render(Components.Catalog))!.AsObject();

    /// <summary>Rules between distant parts, and between YAML's look and its meaning, which no schema can state.</summary>
    private static readonly HashSet<string> BeyondSchemas =
    [
        "agreement-of-one-seed",
        "auxiliary-loss-without-an-age",
        "baseline-ambiguous",
        "baseline-unknown",
        "decoder-bias-that-nothing-has",
        "each-repeats-a-value",
        "labels-equal",
        "metric-twice",
        "octal-number",
        "stop-when-of-an-unlisted-metric",
        "too-many-runs",
        "truth-needed-but-unknown",
        "tuned-key-that-an-architecture-states",
        "tag",
        "two-documents",
        "axis-without-effect",
        "baseline-that-is-alone",
        "baseline-that-is-alone-among-the-reinitializers",
        "baseline-that-is-alone-beside-architectures",
        "clip-in-the-fused-step",
        "decay-of-nothing",
        "drops-of-nothing",
        "drops-out-of-order",
        "drops-the-median-row",
        "k-that-falls-from-nowhere",
        "k-that-falls-over-no-steps",
        "metric-with-the-name-of-a-measurement",
        "number-too-small",
        "option-that-another-one-switches-off",
        "option-that-part-of-an-axis-uses",
        "precision-of-another-step",
        "tab-after-a-colon",
        "threshold-of-a-further-measurement",
        "thresholds-that-cannot-be-meant",
        "tune-by-a-metric-that-is-not-listed",
        "tune-by-what-has-no-better-side",
        "tune-on-a-seed-of-the-comparison",
        "tune-over-an-axis",
        "tune-over-wrong-values",
    ];

    /// <summary>Not YAML, not text, or YAML that JSON has nothing for.</summary>
    private static readonly HashSet<string> BeyondJson =
    [
        "alias-bomb",
        "anchor-and-merge-key",
        "bad-escape",
        "binary",
        "bracket-never-closed",
        "colon-in-a-value",
        "complex-key",
        "control-character",
        "duplicate-keys",
        "indentation-broken",
        "invisible-character",
        "latin-1",
        "number-overflow",
        "quote-never-closed",
        "space-after-colon-missing",
        "tab-indentation",
        "utf-16",
        "value-that-yaml-reserves",
    ];

    public static TheoryData<string> Good => [.. Manifests.Names("good")];

    public static TheoryData<string> Wrong => [.. Manifests.Names("wrong").Where(name => !BeyondJson.Contains(name))];

    [Fact]
    public Task It_is_written_the_same_every_time() => Verifier.Verify(JsonSchema.Render(Components.Catalog), "json");

    [Theory]
    [MemberData(nameof(Good))]
    public void It_agrees_with_the_planner_on_what_is_right(string manifest)
    {
        Manifests.Plan(Manifests.Good(manifest));
        Assert.True(IsValid(Manifests.Good(manifest)));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void It_agrees_with_the_planner_on_what_is_wrong(string manifest) =>
        Assert.Equal(BeyondSchemas.Contains(manifest), IsValid(Encoding.UTF8.GetString(Manifests.Bytes("wrong", manifest))));

    [Fact]
    public void Every_component_is_a_name_that_an_editor_can_offer()
    {
        var names = Schema["$defs"]!["initializers"]!.ToJsonString();
        Assert.All(["data-sample", "mean-residual", "orthogonal", "xavier"], name => Assert.Contains($"\"const\":\"{name}\"", names));
    }

    [Fact]
    public void A_component_that_needs_options_has_no_short_form() =>
        Assert.DoesNotContain("\"const\":\"recorded-activations\",\"description\"", Schema["$defs"]!["source"]!.ToJsonString());

    [Fact]
    public void An_option_tells_its_unit_range_and_default()
    {
        var options = Schema["$defs"]!["initializers.with.mean-residual"]!["anyOf"]![0]!["properties"]!;
        Assert.Equal(
            """{"$ref":"#/$defs/initializers.with.mean-residual.ratio","description":"What ratio is for. Unit: fraction.","default":0.05}""",
            options["ratio"]!.ToJsonString()
        );
        Assert.Equal(
            """{"type":"number","minimum":0.001,"maximum":1}""",
            Schema["$defs"]!["initializers.with.mean-residual.ratio"]!["anyOf"]![0]!.ToJsonString()
        );
    }

    [Fact]
    public void A_catalog_without_components_gives_a_schema_too() =>
        Assert.Equal(
            "https://json-schema.org/draft/2020-12/schema",
            JsonNode.Parse(JsonSchema.Render(new Catalog([])))!["$schema"]!.GetValue<string>()
        );

    private static bool IsValid(string manifest) => new SchemaValidator(Schema).IsValid(YamlAsJson.Read(manifest));
}
