using System.Globalization;

namespace SparsePlugins.Formats;

/// <summary>A Python literal that is read once, left to right, without recursion: no text can make it deep or slow.</summary>
/// <param name="text">The literal.</param>
internal sealed class PythonText(string text)
{
    private int _at;

    /// <summary>What to throw where a rule is broken.</summary>
    public static InvalidDataException Invalid(string rule) => new($"has a damaged header: {rule}; save it again with np.save");

    public bool Boolean()
    {
        Peek();
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            {
                _at += word.Length;
                return value;
            }
        }

        throw Invalid($"expected True or False at character {_at}");
    }

    public long Integer()
    {
        Peek();
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        var digits = text.AsSpan(start, _at - start);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            throw Invalid($"expected a size below 2^63 at character {start}");
        }

        Accept('L'); // Python 2 wrote long integers so
        return value;
    }

    public string Quoted()
    {
        var quote = Peek();
        var end = quote is '\'' or '"' ? text.IndexOf(quote, _at + 1) : -1;
        if (end < 0)
        {
            throw Invalid($"expected a text in quotes at character {_at}");
        }

        var value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    public void RequireEnd()
    {
        if (Peek() != '\0')
        {
            throw Invalid($"there is more after the dictionary at character {_at}");
        }
    }

    public void Expect(char symbol)
    {
        if (!Accept(symbol))
        {
            throw Invalid($"expected '{symbol}' at character {_at}");
        }
    }

    public bool Accept(char symbol)
    {
        var found = Peek() == symbol;
        _at += found ? 1 : 0;
        return found;
    }

    /// <summary>The next character that isn't a space, or NUL at the end.</summary>
    public char Peek()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n' or '\t' or '\r')
        {
            _at++;
        }

        return _at < text.Length ? text[_at] : '\0';
    }
}
