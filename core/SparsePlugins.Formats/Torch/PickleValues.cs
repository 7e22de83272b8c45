namespace SparsePlugins.Formats;

/// <summary>The stack and the memo of a pickle that is read.</summary>
internal sealed class PickleValues
{
    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];

    public void Push(object? value) => _stack.Add(value);

    /// <summary>Takes the topmost value.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public object? Pop()
    {
        if (_stack.Count == 0 || _stack[^1] == Mark)
        {
            throw Damaged();
        }

        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    /// <summary>Remembers the topmost value.</summary>
    public void Remember(uint index)
    {
        var value = Pop();
        _stack.Add(value);
        _memo[index] = value;
    }

    /// <summary>Pushes what was remembered.</summary>
    public void Recall(uint index) => _stack.Add(_memo.TryGetValue(index, out var value) ? value : throw Damaged());

    /// <summary>Executes an opcode that works with the stack alone.</summary>
    /// <returns>Whether it is one that may be executed.</returns>
    public bool Combine(byte opcode)
    {
        switch ((char)opcode)
        {
            case '(':
                _stack.Add(Mark);
                return true;
            case '}': // EMPTY_DICT
                _stack.Add(new Dictionary<string, object?>(StringComparer.Ordinal));
                return true;
            case ')': // EMPTY_TUPLE
                _stack.Add(Array.Empty<object?>());
                return true;
            case 't': // TUPLE
                _stack.Add(PopToMark());
                return true;
            case '\x85' or '\x86' or '\x87': // TUPLE1 to TUPLE3
                _stack.Add(Pop(opcode - 0x84));
                return true;
            case 'N' or '\x88' or '\x89': // NONE, NEWTRUE, NEWFALSE
                _stack.Add(opcode == 'N' ? null : opcode == 0x88);
                return true;
            case 'Q': // BINPERSID
                _stack.Add(PickledStorage.Create(Pop()));
                return true;
            case 'R': // REDUCE: makes what is described; calls nothing.
                _stack.Add(Make(Pop(), Pop()));
                return true;
            case 's' or 'u': // SETITEM, SETITEMS
                SetItems(opcode == 's' ? Pop(2) : PopToMark());
                return true;
            case 'b': // BUILD: attributes of an OrderedDict, which say nothing of tensors.
                Pop();
                _ = Dictionary();
                return true;
            default:
                return false;
        }
    }

    private static object? Make(object? arguments, object? global) =>
        (global, arguments) switch
        {
            (PickledGlobal { Name: "OrderedDict" }, object?[] and []) => new Dictionary<string, object?>(StringComparer.Ordinal),
            (PickledGlobal { Name: "_rebuild_tensor_v2" }, object?[] described) => PickledTensor.Create(described),
            (PickledGlobal { Name: "_rebuild_parameter" }, object?[] and [PickledTensor tensor, ..]) => tensor,
            _ => throw new InvalidDataException("holds more than dictionaries and tensors; save what state_dict() gives"),
        };

    private void SetItems(object?[] items)
    {
        var target = Dictionary();
        if (items.Length % 2 != 0)
        {
            throw Damaged();
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            target[items[i] as string ?? throw new InvalidDataException("has a key that is not a string; save what state_dict() gives")] =
                items[i + 1];
        }
    }

    private Dictionary<string, object?> Dictionary() =>
        (_stack.Count > 0 ? _stack[^1] : null) as Dictionary<string, object?> ?? throw Damaged();

    private object?[] Pop(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Damaged();
        }

        object?[] values = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private static InvalidDataException Damaged() =>
        new("has a pickle whose opcodes don't fit each other: it is damaged; copy or save it again");
}
