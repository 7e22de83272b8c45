using System.Numerics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Sources;

/// <summary>Draws samples exactly, looking only at features that may be active.</summary>
/// <remarks>
/// Given the factors of the copula all firings are independent. So roots are drawn, then children of active parents alone, while the rare features outside of
/// trees are thinned: candidates are skipped to with the largest probability of their block (L. Devroye, "Non-Uniform Random Variate Generation", 1986, II.2
/// and VI.2), and kept with their own over that. An instance belongs to one thread.
/// </remarks>
internal sealed class SynthSampler
{
    private const int Block = 256;

    private readonly SynthWorld _world;
    private readonly int[] _looked; // Roots, then what is outside of trees.
    private readonly float[][] _slopes; // [R][looked]
    private readonly float[] _offsets; // [looked]
    private readonly float[] _factors;
    private readonly float[] _z;
    private readonly List<SynthActivation> _active = [];
    private readonly List<SynthActivation> _siblings = [];

    /// <summary>For a model.</summary>
    public SynthSampler(SynthWorld world)
    {
        var (tree, copula) = (world.Tree, world.Copula);
        _world = world;
        _looked = [.. Enumerable.Range(0, tree.Roots), .. Enumerable.Range(tree.Count, world.Sizes.Features - tree.Count)];
        _offsets = [.. _looked.Select(feature => -copula.Offsets[feature])];
        _slopes =
        [
            .. Enumerable
                .Range(0, copula.Rank)
                .Select(factor => _looked.Select(feature => copula.Slopes[(feature * copula.Rank) + factor]).ToArray()),
        ];
        (_factors, _z) = (new float[copula.Rank], new float[_looked.Length]);
    }

    /// <summary>The active features of a sample, each once.</summary>
    /// <param name="random">The batch's generator.</param>
    /// <returns>Valid until the next call.</returns>
    public List<SynthActivation> Draw(FastRandom random)
    {
        _active.Clear();
        DrawFactors(random);
        DrawTrees(random);
        for (var start = _world.Tree.Roots; start < _z.Length; start += Block)
        {
            DrawRare(start, Math.Min(_z.Length, start + Block), random);
        }

        return _active;
    }

    private void DrawFactors(FastRandom random)
    {
        _offsets.CopyTo(_z, 0);
        for (var factor = 0; factor < _factors.Length; factor++)
        {
            _factors[factor] = (float)random.NextGaussian();
            Rows.AddScaled(_z, _slopes[factor], _factors[factor]);
        }
    }

    private void DrawTrees(FastRandom random)
    {
        for (var root = 0; root < _world.Tree.Roots; root++)
        {
            if (random.NextPositive() <= NormalDistribution.Below(_z[root]))
            {
                Add(_active, root, 1, random);
            }
        }

        for (var next = 0; next < _active.Count; next++)
        {
            DrawChildren(_active[next], random);
        }
    }

    private void DrawChildren(SynthActivation parent, FastRandom random)
    {
        var (first, count) = _world.Tree.ChildrenOf(parent.Feature);
        var scale = _world.Options.ScaleByParent ? parent.Strength / _world.Means[parent.Feature] : 1;
        _siblings.Clear();
        for (var child = first; child < first + count; child++)
        {
            if (random.NextPositive() <= NormalDistribution.Below(_world.Copula.At(child, _factors)))
            {
                Add(_siblings, child, scale, random);
            }
        }

        if (_siblings.Count > 1 && _world.Options.Exclusive)
        {
            _active.Add(_siblings[random.NextBelow(_siblings.Count)]);
        }
        else
        {
            _active.AddRange(_siblings);
        }
    }

    private void DrawRare(int start, int end, FastRandom random)
    {
        var most = NormalDistribution.Below(Largest(_z.AsSpan(start, end - start)));
        if (most <= 0)
        {
            return; // So far below every threshold that a double has no number for it.
        }

        var inverse = -1 / IndependentFiring.Log1P(-most);
        var at = start + Skip(random, inverse);
        while (at < end)
        {
            if (random.NextPositive() * most <= NormalDistribution.Below(_z[(int)at]))
            {
                Add(_active, _looked[(int)at], 1, random);
            }

            at += 1 + Skip(random, inverse);
        }
    }

    private void Add(List<SynthActivation> to, int feature, float scale, FastRandom random)
    {
        var strength = scale * Math.Max(0, _world.Means[feature] + (_world.Deviations[feature] * (float)random.NextGaussian()));
        if (strength > 0)
        {
            to.Add(new SynthActivation(feature, strength));
        }
    }

    private static double Skip(FastRandom random, double inverse) => Math.Floor(random.NextExponential() * inverse);

    private static float Largest(ReadOnlySpan<float> values)
    {
        var (most, largest) = (new Vector<float>(float.NegativeInfinity), float.NegativeInfinity);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var vector in vectors)
        {
            most = Vector.Max(most, vector);
        }

        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            largest = Math.Max(largest, most[lane]);
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }
}
