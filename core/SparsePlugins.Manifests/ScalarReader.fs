namespace SparsePlugins.Manifests

open System
open System.Text.RegularExpressions
open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads a scalar as its option's type says, and never by guess.
module ScalarReader =
    /// What a value of a field must be.
    let rule (field: KeyField) =
        match field.Form with
        | Some form -> form.Rule
        | None -> $"must be {OptionText.expected field.Option.Type}"

    let private quotedNumeral optionType (text: string) =
        WrongValue($"must be {OptionText.expected optionType}", $"the text \"{text}\"", "; remove the quotes")

    /// `; a number has no ',': write 0.06`, or nothing.
    let private commas optionType (node: YamlNode) =
        match optionType, node.Value with
        | (Integer _ | Number _), Scalar(text, false) ->
            match Numerals.withoutCommas text with
            | Some written -> $"; a number has a '.' and no ',', so write {written}"
            | None -> ""
        | _ -> ""

    let private wrongAnd advice optionType (node: YamlNode) =
        WrongValue($"must be {OptionText.expected optionType}", Tree.noun node, commas optionType node + advice)

    let wrong optionType node = wrongAnd "" optionType node

    let private outside (least, most) (text: string) =
        match least, most with
        | Some least, Some most -> WrongValue($"must be between {least} and {most}", text, "")
        | Some least, None -> WrongValue($"must be at least {least}", text, "")
        | None, Some most -> WrongValue($"must be at most {most}", text, "")
        | None, None -> WrongValue("is too large to compute with", text, "")

    /// Larger doubles skip whole numbers.
    let private exact = 9007199254740992.0

    let private integer minimum maximum optionType node (text: string) =
        let refuse = Error(outside (OptionBounds.ofIntegers minimum maximum) text)

        let inRange value =
            if minimum <= value && value <= maximum then
                Ok(IntegerValue value)
            else
                refuse

        match
            Int64.TryParse(
                text,
                Globalization.NumberStyles.AllowLeadingSign,
                Globalization.CultureInfo.InvariantCulture
            )
        with
        | true, value when Numerals.isNumeral text -> inRange value
        | _ ->
            match Numerals.tryNumber text with
            | Some value when Double.IsInteger value && abs value <= exact -> inRange (int64 value)
            | Some value when abs value > exact -> refuse
            | Some _
            | None -> Error(wrong optionType node)

    let private number minimum maximum optionType node (text: string) =
        match Numerals.tryNumber text, text.TrimStart('-', '+', '.').ToLowerInvariant() with
        | Some value, _ when minimum <= value && value <= maximum && Double.IsFinite value -> Ok(NumberValue value)
        | Some _, _ -> Error(outside (OptionBounds.ofNumbers minimum maximum) text)
        | None, ("nan" | "inf" | "infinity") -> Error(wrongAnd "; infinity and NaN aren't allowed" optionType node)
        | None, _ -> Error(wrong optionType node)

    let private choice (names: string seq) optionType node text =
        if Seq.contains text names then
            Ok(TextValue text)
        else
            Error(wrongAnd (Spelling.suggestion (List.ofSeq names) text) optionType node)

    let private formed (form: TextForm option) (text: string) =
        match form with
        | Some form when not (Regex.IsMatch(text, form.Pattern, RegexOptions.CultureInvariant)) ->
            Error(WrongValue(form.Rule, Spelling.quoted text, ""))
        | Some _
        | None -> Ok(TextValue text)

    /// What a plain or quoted text is to an option, or why it can't be that.
    let rec read form optionType (node: YamlNode) text quoted =
        match optionType with
        | Integer _
        | Number _ when quoted && Numerals.isNumeral text -> Error(quotedNumeral optionType text)
        | Integer _
        | Number _ when Numerals.isTooSmall text ->
            Error(
                WrongValue(
                    $"must be {OptionText.expected optionType}",
                    text,
                    ", which is too small to tell from 0; write 0"
                )
            )
        | Flag when quoted && (text = "true" || text = "false") -> Error(quotedNumeral optionType text)
        | Integer _
        | Number _
        | Flag when quoted -> Error(wrong optionType node)
        | Integer(minimum, maximum) -> integer minimum maximum optionType node text
        | Number(minimum, maximum) -> number minimum maximum optionType node text
        | Flag when text = "true" || text = "false" -> Ok(FlagValue(text = "true"))
        | Flag -> Error(wrong optionType node)
        | Choice names -> choice names optionType node text
        | Text -> formed form text
        | InputPath when text = "" -> Error(wrong optionType node)
        | InputPath -> Ok(TextValue text)
        | Many element -> read form element node text quoted
