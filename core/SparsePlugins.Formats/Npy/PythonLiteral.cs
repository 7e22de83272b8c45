using System.Globalization;

namespace SparsePlugins.Formats;

/// <summary>The three entries of a .npy header.</summary>
/// <param name="Descr">The data type, as NumPy writes it; a structured type's text begins with a bracket.</param>
/// <param name="FortranOrder">Whether columns follow each other, rather than rows.</param>
/// <param name="Shape">Sizes, not negative.</param>
internal sealed record PythonLiteral(string Descr, bool FortranOrder, IReadOnlyList<long> Shape)
{
    private const int MostDimensions = 64; // NumPy's own limit

    /// <summary>Parses {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }: this dictionary and nothing else of Python.</summary>
    /// <param name="text">The header.</param>
    /// <exception cref="InvalidDataException">It is another one.</exception>
    public static PythonLiteral Parse(string text) => new Parser(text).Dictionary();

    // Goes through the text once, left to right, without recursion: no header can make it deep or slow.
    private sealed class Parser(string text)
    {
        private int _at;

        public PythonLiteral Dictionary()
        {
            string? descr = null;
            bool? fortranOrder = null;
            IReadOnlyList<long>? shape = null;
            Expect('{');
            while (!Accept('}'))
            {
                var key = Quoted();
                Expect(':');
                switch (key)
                {
                    case "descr" when descr is null:
                        descr = DataType();
                        break;
                    case "fortran_order" when fortranOrder is null:
                        fortranOrder = Boolean();
                        break;
                    case "shape" when shape is null:
                        shape = Tuple();
                        break;
                    default:
                        throw Invalid($"the key {QuotedText.Shorten(key)} is unknown or stands there twice");
                }

                if (!Accept(','))
                {
                    Expect('}');
                    break;
                }
            }

            RequireEnd();
            return new PythonLiteral(
                descr ?? throw Invalid("'descr' is missing"),
                fortranOrder ?? throw Invalid("'fortran_order' is missing"),
                shape ?? throw Invalid("'shape' is missing")
            );
        }

        // A structured type, [('x', '<f4'), ...], is no type of ours whatever it holds: its beginning is enough to say so.
        private string DataType() =>
            Peek() == '[' ? throw Invalid("it holds records (a structured type); save one plain column, array['name']") : Quoted();

        private bool Boolean()
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

        private List<long> Tuple()
        {
            var sizes = new List<long>();
            Expect('(');
            while (!Accept(')'))
            {
                sizes.Add(Integer());
                if (sizes.Count > MostDimensions)
                {
                    throw Invalid($"the shape has more than {MostDimensions} dimensions");
                }

                if (!Accept(','))
                {
                    Expect(')');
                    break;
                }
            }

            return sizes;
        }

        private long Integer()
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

        private string Quoted()
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

        private void RequireEnd()
        {
            if (Peek() != '\0')
            {
                throw Invalid($"there is more after the dictionary at character {_at}");
            }
        }

        private void Expect(char symbol)
        {
            if (!Accept(symbol))
            {
                throw Invalid($"expected '{symbol}' at character {_at}");
            }
        }

        private bool Accept(char symbol)
        {
            var found = Peek() == symbol;
            _at += found ? 1 : 0;
            return found;
        }

        // The next character that isn't a space, or NUL at the end.
        private char Peek()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\t' or '\r')
            {
                _at++;
            }

            return _at < text.Length ? text[_at] : '\0';
        }

        private static InvalidDataException Invalid(string rule) => new($"has a damaged header: {rule}; save it again with np.save");
    }
}
