using System.Text;

namespace SparsePlugins.Robustness.Tests;

/// <summary>Damages bytes as disks, transfers and people do: flips, cuts, repeats, and pieces that mean something where they land.</summary>
/// <param name="seed">The same one gives the same damage.</param>
/// <param name="telling">Pieces with which a format's readers change their mind.</param>
internal sealed class Mutator(int seed, params string[] telling)
{
    private readonly Random _random = new(seed);
    private readonly byte[][] _pieces = [.. telling.Select(Encoding.UTF8.GetBytes)];

    /// <summary>A damaged copy; never equal to <paramref name="whole"/>.</summary>
    /// <param name="whole">At least two bytes.</param>
    public byte[] Damage(byte[] whole)
    {
        while (true)
        {
            var bytes = whole.ToList();
            for (var edits = 1 + _random.Next(3); edits > 0 && bytes.Count > 1; edits--)
            {
                Edit(bytes);
            }

            if (!bytes.SequenceEqual(whole))
            {
                return [.. bytes];
            }
        }
    }

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private void Edit(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count);
        switch (_random.Next(8))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 2:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(_random.Next(1, 12), bytes.Count - at));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(_random.Next(bytes.Count / 2), _random.Next(1, (bytes.Count / 2) + 1)));
                break;
            case 6:
                var zeros = Math.Min(_random.Next(1, 64), bytes.Count - at); // A page that never got to the disk.
                bytes.RemoveRange(at, zeros);
                bytes.InsertRange(at, new byte[zeros]);
                break;
            default:
                bytes.InsertRange(at, Pick(_pieces));
                break;
        }
    }
}
