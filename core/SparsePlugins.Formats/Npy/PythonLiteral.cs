namespace SparsePlugins.Formats;

/// <summary>The three entries of a .npy header.</summary>
/// <param name="Descr">The data type, as NumPy writes it.</param>
/// <param name="FortranOrder">Whether columns follow each other, rather than rows.</param>
/// <param name="Shape">Sizes, not negative.</param>
internal sealed record PythonLiteral(string Descr, bool FortranOrder, IReadOnlyList<long> Shape)
{
    private const int MostDimensions = 64; // NumPy's own limit

    /// <summary>Parses {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }: this dictionary and nothing else of Python.</summary>
    /// <param name="header">The header.</param>
    /// <exception cref="InvalidDataException">It is another one.</exception>
    public static PythonLiteral Parse(string header)
    {
        var text = new PythonText(header);
        string? descr = null;
        bool? fortranOrder = null;
        IReadOnlyList<long>? shape = null;
        text.Expect('{');
        while (!text.Accept('}'))
        {
            var key = text.Quoted();
            text.Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = DataType(text);
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = text.Boolean();
                    break;
                case "shape" when shape is null:
                    shape = Tuple(text);
                    break;
                default:
                    throw PythonText.Invalid($"the key {QuotedText.Shorten(key)} is unknown or stands there twice");
            }

            if (!text.Accept(','))
            {
                text.Expect('}');
                break;
            }
        }

        text.RequireEnd();
        return new PythonLiteral(
            descr ?? throw PythonText.Invalid("'descr' is missing"),
            fortranOrder ?? throw PythonText.Invalid("'fortran_order' is missing"),
            shape ?? throw PythonText.Invalid("'shape' is missing")
        );
    }

    /// <summary>A structured type, [('x', '&lt;f4'), ...], is no type of ours whatever it holds: its beginning is enough to say so.</summary>
    private static string DataType(PythonText text) =>
        text.Peek() == '['
            ? throw PythonText.Invalid("it holds records (a structured type); save one plain column, array['name']")
            : text.Quoted();

    private static List<long> Tuple(PythonText text)
    {
        var sizes = new List<long>();
        text.Expect('(');
        while (!text.Accept(')'))
        {
            sizes.Add(text.Integer());
            if (sizes.Count > MostDimensions)
            {
                throw PythonText.Invalid($"the shape has more than {MostDimensions} dimensions");
            }

            if (!text.Accept(','))
            {
                text.Expect(')');
                break;
            }
        }

        return sizes;
    }
}
