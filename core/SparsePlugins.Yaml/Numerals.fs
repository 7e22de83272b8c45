namespace SparsePlugins.Yaml

open System
open System.Globalization
open System.Text.RegularExpressions

/// How numbers are written and read, the same in every culture.
module Numerals =
    /// YAML's decimal numbers (the core schema), without leading zeros, which other readers take for octal.
    let private syntax =
        Regex(@"^[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)

    /// Longer numerals carry no more information than a double holds.
    let private longest = 40

    let isNumeral (text: string) =
        text.Length <= longest && syntax.IsMatch text

    /// Infinite where it is too large for a double.
    let tryNumber (text: string) =
        if isNumeral text then
            Some(Double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0) // -0 becomes 0
        else
            None

    /// Whether a numeral is not zero, and too small for a double to tell from zero.
    let isTooSmall (text: string) =
        let digits = (text.ToLowerInvariant().Split 'e')[0]

        tryNumber text = Some 0.0
        && digits |> Seq.exists (fun digit -> digit >= '1' && digit <= '9')

    let private withCommas =
        Regex(@"^([-+]?[0-9]+)((,[0-9]+)+)$", RegexOptions.CultureInvariant)

    /// What a number with commas probably means: `10,000` is 10000 and `0,06` is 0.06.
    let withoutCommas (text: string) =
        let found = withCommas.Match text

        if not found.Success then
            None
        else
            let whole = found.Groups[1].Value
            let groups = found.Groups[2].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)

            let isThousands =
                groups |> Array.forall (fun group -> group.Length = 3)
                && whole.TrimStart('-', '+') <> "0"

            let written =
                if isThousands then
                    whole + String.Join("", groups)
                else
                    whole + "." + String.Join("", groups)

            if groups.Length = 1 || isThousands then
                Some written
            else
                None

    let integer (value: int64) =
        value.ToString(CultureInfo.InvariantCulture)

    /// The shortest text that reads back as the same number: `0.2`, `3e-8`.
    let number (value: float) =
        let text = (value + 0.0).ToString("R", CultureInfo.InvariantCulture)

        match text.Split 'E' with
        | [| digits; exponent |] -> $"{digits}e{integer (Int64.Parse(exponent, CultureInfo.InvariantCulture))}"
        | _ -> text
