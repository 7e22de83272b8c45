using SparsePlugins.FeaturePages;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Features;

/// <summary>Puts together what is known of each feature.</summary>
/// <param name="directions">[F, D], in the units of the source.</param>
/// <param name="codes">Where features fire.</param>
/// <param name="tokens">What they promote.</param>
/// <param name="hasPictures">Whether rows are shown as pictures.</param>
internal sealed class FeatureList(Tensor directions, FeatureCodes codes, FeatureTokens tokens, bool hasPictures)
{
    /// <summary>The closest true feature of each; empty where nobody knows any.</summary>
    public required IReadOnlyList<Twin> Truth { get; init; }

    /// <summary>The closest feature of each, by other dictionary.</summary>
    public required IReadOnlyList<IReadOnlyList<Twin>> Twins { get; init; }

    /// <summary>All features.</summary>
    public IReadOnlyList<Feature> ToFeatures()
    {
        var rows = hasPictures ? directions.contiguous().data<float>().ToArray() : [];
        var width = (int)directions.shape[1];
        return
        [
            .. Enumerable
                .Range(0, (int)directions.shape[0])
                .Select(feature => ToFeature(feature, hasPictures ? FeatureDirections.Picture(rows.AsSpan(feature * width, width)) : "")),
        ];
    }

    private Feature ToFeature(int feature, string picture) =>
        new(
            density: codes.Density(feature),
            most: codes.Most(feature),
            least: codes.Least(feature),
            histogram: codes.Histogram(feature),
            passages: codes.Passages(feature),
            promoted: tokens.Promoted.Count > 0 ? tokens.Promoted[feature] : [],
            suppressed: tokens.Suppressed.Count > 0 ? tokens.Suppressed[feature] : [],
            truth: Truth.Count > 0 ? Truth[feature] : null,
            twins: [.. Twins.Select(twins => twins[feature])],
            atom: picture
        );
}
