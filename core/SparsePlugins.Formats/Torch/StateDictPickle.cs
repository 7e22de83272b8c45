using System.Buffers.Binary;
using System.Text;

namespace SparsePlugins.Formats;

/// <summary>
/// Reads the pickle of a state dict without executing anything: a small machine that knows the opcodes of dictionaries, tuples, texts and numbers, the names of
/// storages, of <c>OrderedDict</c> and of the functions that make tensors of storages, and refuses everything else.
/// </summary>
/// <remarks>
/// Source: the opcodes of protocol 2 as CPython's <c>pickletools</c> describes them. An opcode costs a bounded number of bytes, and there is a most of them, so a
/// hostile file can't take much memory.
/// </remarks>
internal sealed class StateDictPickle
{
    private const int MostOpcodes = 1 << 19;

    private readonly byte[] _bytes;
    private readonly PickleValues _values = new();
    private int _at;

    private StateDictPickle(byte[] bytes) => _bytes = bytes;

    /// <summary>The tensors of a pickle, by name.</summary>
    /// <param name="bytes">The whole pickle.</param>
    /// <exception cref="InvalidDataException">It is cut, holds something else, or would run code.</exception>
    public static IReadOnlyDictionary<string, PickledTensor> Parse(byte[] bytes)
    {
        var named = new StateDictPickle(bytes).Run() as Dictionary<string, object?>;
        var tensors = named?.Where(pair => pair.Value is PickledTensor).ToDictionary(pair => pair.Key, pair => (PickledTensor)pair.Value!);
        return tensors is { Count: > 0 }
            ? tensors
            : throw new InvalidDataException("holds no dictionary of tensors; save what state_dict() gives");
    }

    private object? Run()
    {
        for (var count = 0; count < MostOpcodes; count++)
        {
            var place = _at;
            var opcode = Take(1)[0];
            if (opcode == (byte)'.')
            {
                return _values.Pop();
            }

            if (!Push(opcode) && !_values.Combine(opcode))
            {
                throw new InvalidDataException(
                    $"holds the pickle opcode 0x{opcode:x2} at byte {place}, which no plain state dict needs and which may run code; "
                        + "save what state_dict() gives, or convert it to safetensors"
                );
            }
        }

        throw new InvalidDataException($"has a pickle of more than {MostOpcodes} opcodes; a state dict has a few hundred");
    }

    /// <summary>Executes an opcode that has an argument in the bytes.</summary>
    private bool Push(byte opcode)
    {
        switch ((char)opcode)
        {
            case '\x80': // PROTO
                Require(Take(1)[0] == 2, "must be of pickle protocol 2, the default of torch.save; save it again without pickle_protocol");
                return true;
            case 'X': // BINUNICODE
                _values.Push(Text((int)uint.Min(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)), int.MaxValue)));
                return true;
            case 'c': // GLOBAL
                _values.Push(Global(Line(), Line()));
                return true;
            case 'K': // BININT1
                _values.Push((long)Take(1)[0]);
                return true;
            case 'M': // BININT2
                _values.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                return true;
            case 'J': // BININT
                _values.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                return true;
            case '\x8a': // LONG1
                _values.Push(Integer(Take(Take(1)[0])));
                return true;
            case 'G': // BINFLOAT
                _values.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                return true;
            case 'q' or 'r': // BINPUT, LONG_BINPUT
                _values.Remember(Index(opcode == 'q'));
                return true;
            case 'h' or 'j': // BINGET, LONG_BINGET
                _values.Recall(Index(opcode == 'h'));
                return true;
            default:
                return false;
        }
    }

    private uint Index(bool isShort) => isShort ? Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private static long Integer(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length <= sizeof(long), "holds an integer of more than 64 bits");
        Span<byte> whole = stackalloc byte[sizeof(long)];
        whole.Fill(bytes is [.., >= 0x80] ? (byte)0xff : (byte)0);
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadInt64LittleEndian(whole);
    }

    private static PickledGlobal Global(string module, string name) =>
        (module, name) switch
        {
            ("collections", "OrderedDict") => new(module, name),
            ("torch._utils", "_rebuild_tensor_v2" or "_rebuild_parameter") => new(module, name),
            ("torch", _) when StorageTypes.IsKnown(name) => new(module, name),
            _ => throw new InvalidDataException(
                $"asks for {QuotedText.Shorten(module + "." + name)}, which a plain state dict doesn't need; nothing of it was executed"
            ),
        };

    private string Line()
    {
        var length = _bytes.AsSpan(_at).IndexOf((byte)'\n');
        Require(length >= 0, "ends inside a name");
        var text = Text(length);
        _at++;
        return text;
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private ReadOnlySpan<byte> Take(int count)
    {
        Require(count <= _bytes.Length - _at, $"ends inside its pickle, at byte {_at}; copy or save it again");
        var taken = _bytes.AsSpan(_at, count);
        _at += count;
        return taken;
    }

    private static void Require(bool isRight, string fault)
    {
        if (!isRight)
        {
            throw new InvalidDataException(fault);
        }
    }
}
