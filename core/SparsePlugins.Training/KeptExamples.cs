using SparsePlugins.Contracts;

namespace SparsePlugins.Training;

/// <summary>The examples with the largest losses, of which no two coincide, in slots without an order.</summary>
/// <param name="width">D.</param>
/// <param name="capacity">W, most examples kept.</param>
internal sealed class KeptExamples(int width, int capacity)
{
    private readonly DirectionSet _directions = new(width);
    private readonly List<int> _coinciding = [];
    private float[] _residuals = [];
    private float[] _losses = [];
    private long[] _turns = [];
    private long _turn;
    private int _least; // The slot that gives way next, once all are taken.

    /// <summary>Slots in use.</summary>
    public int Count => _directions.Count;

    /// <summary>The slots, the largest loss first and of equal losses the earlier one.</summary>
    public int[] Ranked => [.. Enumerable.Range(0, Count).OrderByDescending(slot => _losses[slot]).ThenBy(slot => _turns[slot])];

    /// <summary>[D].</summary>
    public ReadOnlySpan<float> Example(int slot) => _directions[slot];

    /// <summary>[D] x - x_hat.</summary>
    public ReadOnlySpan<float> Residual(int slot) => _residuals.AsSpan(slot * width, width);

    /// <summary>The squared error.</summary>
    public float Loss(int slot) => _losses[slot];

    /// <summary>Whether an example with that loss is kept if its direction is new.</summary>
    public bool Wants(float loss) => Count < capacity || loss > _losses[_least];

    /// <summary>Keeps an example unless its loss is too small, or no larger than that of a kept one that it coincides with; those it replaces.</summary>
    /// <param name="example">[D].</param>
    /// <param name="residual">[D].</param>
    /// <param name="loss">Not NaN.</param>
    public void Offer(ReadOnlySpan<float> example, ReadOnlySpan<float> residual, float loss)
    {
        if (!Wants(loss))
        {
            return;
        }

        _directions.Find(example, _coinciding);
        foreach (var slot in _coinciding)
        {
            if (_losses[slot] >= loss)
            {
                return;
            }
        }

        MakeRoom();
        Append(example, residual, loss);
    }

    private void MakeRoom()
    {
        _coinciding.Sort();
        for (var i = _coinciding.Count - 1; i >= 0; i--) // From the back: the last slot moves to where one becomes free.
        {
            Remove(_coinciding[i]);
        }

        if (Count == capacity)
        {
            Remove(_least);
        }
    }

    private void Append(ReadOnlySpan<float> example, ReadOnlySpan<float> residual, float loss)
    {
        var slot = Count;
        Reserve(slot + 1);
        _directions.Put(slot, example);
        residual.CopyTo(_residuals.AsSpan(slot * width, width));
        (_losses[slot], _turns[slot]) = (loss, _turn++);
        if (Count == capacity)
        {
            _least = FindLeast();
        }
    }

    private void Remove(int slot)
    {
        _directions.RemoveAt(slot);
        var last = Count; // What was the last before.
        Residual(last).CopyTo(_residuals.AsSpan(slot * width, width));
        (_losses[slot], _turns[slot]) = (_losses[last], _turns[last]);
    }

    private int FindLeast()
    {
        var least = 0;
        for (var slot = 1; slot < Count; slot++)
        {
            if (_losses[slot] < _losses[least] || (_losses[slot] == _losses[least] && _turns[slot] > _turns[least]))
            {
                least = slot;
            }
        }

        return least;
    }

    private void Reserve(int slots)
    {
        if (slots > _losses.Length)
        {
            var size = (int)Math.Min(capacity, Math.Max(slots, 2L * _losses.Length));
            Array.Resize(ref _losses, size);
            Array.Resize(ref _turns, size);
            Array.Resize(ref _residuals, checked(size * width));
        }
    }
}
