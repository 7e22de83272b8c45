using System.Globalization;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>A site of a layer, under the name that TransformerLens and SAELens have for it.</summary>
/// <param name="Layer">From 0.</param>
/// <param name="Site">Where in its block.</param>
internal sealed record HookPoint(int Layer, HookSite Site)
{
    private static readonly (string Name, HookSite Site)[] Names =
    [
        ("hook_resid_pre", HookSite.ResidPre),
        ("attn.hook_z", HookSite.Heads),
        ("hook_attn_out", HookSite.AttentionOut),
        ("hook_resid_mid", HookSite.ResidMid),
        ("mlp.hook_post", HookSite.MlpPost),
        ("hook_mlp_out", HookSite.MlpOut),
        ("hook_resid_post", HookSite.ResidPost),
    ];

    /// <summary>The point that a text names: <c>blocks.2.hook_resid_post</c>.</summary>
    /// <exception cref="ArgumentException">It names none.</exception>
    public static HookPoint Parse(string text)
    {
        var parts = text.Split('.', 3);
        if (
            parts is ["blocks", var layer, var name]
            && int.TryParse(layer, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
        {
            foreach (var known in Names)
            {
                if (known.Name == name)
                {
                    return new HookPoint(number, known.Site);
                }
            }
        }

        var sites = string.Join(", ", Names.Select(known => known.Name));
        throw new ArgumentException(
            $"hook must be blocks.L.SITE with a layer L from 0 and a SITE of {sites}, is {QuotedText.Shorten(text)}"
        );
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"blocks.{Layer}.{Names.Single(known => known.Site == Site).Name}");
}
