namespace SparsePlugins.Planning

open System
open System.Text.RegularExpressions

/// A checked value, and where the manifest states it (nowhere for a default).
type internal Stated =
    {
        Value: OptionValue
        Position: Position option
    }

/// Reads values as their options' types say, and never by guess.
module internal OptionReader =
    open Tree

    let private quotedNumeral optionType (text: string) =
        $"must be {OptionText.expected optionType}, got the text \"{text}\"; remove the quotes"

    let private wrong optionType (node: Node) =
        $"must be {OptionText.expected optionType}, got {noun node}"

    let private outside (least, most) (text: string) =
        match least, most with
        | Some least, Some most -> $"must be between {least} and {most}, got {text}"
        | Some least, None -> $"must be at least {least}, got {text}"
        | None, Some most -> $"must be at most {most}, got {text}"
        | None, None -> $"is too large to compute with, got {text}"

    /// Larger doubles skip whole numbers.
    let private exact = 9007199254740992.0

    let private integer minimum maximum optionType node (text: string) =
        let refuse = Error(outside (OptionText.bounds minimum maximum) text)

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
        | Some _, _ -> Error(outside (OptionText.numberBounds minimum maximum) text)
        | None, ("nan" | "inf" | "infinity") -> Error $"{wrong optionType node}; infinity and NaN aren't allowed"
        | None, _ -> Error(wrong optionType node)

    let private choice (names: string seq) optionType node text =
        if Seq.contains text names then
            Ok(TextValue text)
        else
            Error(wrong optionType node + Spelling.suggestion (List.ofSeq names) text)

    let private formed (form: TextForm option) (text: string) =
        match form with
        | Some form when not (Regex.IsMatch(text, form.Pattern, RegexOptions.CultureInvariant)) ->
            Error $"{form.Rule}, got {Spelling.quoted text}"
        | Some _
        | None -> Ok(TextValue text)

    let rec private scalar form optionType (node: Node) text quoted =
        match optionType with
        | Integer _
        | Number _ when quoted && Numerals.isNumeral text -> Error(quotedNumeral optionType text)
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
        | Many element -> scalar form element node text quoted

    /// An `each` whose alternatives are read alike; `read` reads everything else.
    let rec varying (place: Place) (read: Place -> Node -> Checked<'T>) (node: Node) : Checked<'T> =
        match node with
        | Each(each, []) -> alternatives place read each
        | Each(each, other :: _) ->
            Checked.problem other.KeyPosition place.Path $"'each' stands alone; move '{other.Key}' into its values"
        | { Value = Broken _ } -> Checked.problems []
        | _ -> read place node

    and private alternatives place read (each: Entry) =
        let refuse position =
            Checked.problem position place.Path "'each' needs a list of values, such as { each: [0.01, 0.1] }"

        match each.Value.Value with
        | Sequence [] -> refuse each.Value.Position
        | Sequence items ->
            let parts =
                items
                |> List.mapi (fun index item -> varying (Place.alternative index place) read item)

            Checked.alternatives each.KeyPosition parts
            |> Checked.require (repeats place items parts)
        | Broken _ -> Checked.problems []
        | Scalar _
        | Mapping _ -> refuse each.Value.Position

    /// Alternatives that say the same as one before them.
    and private repeats place items parts : Problem list =
        let texts (part: Checked<'T>) =
            part.Variants
            |> List.map (fun variant -> (variant.Picks |> List.collect _.Leaves) @ variant.Leaves)

        let add (seen, found) (index, item: Node, part) =
            match texts part |> List.tryFind (fun text -> Set.contains text seen) with
            | Some _ ->
                seen,
                {
                    Position = item.Position
                    Path = (Place.alternative index place).Path
                    Message = "repeats a value that this 'each' has already; remove it"
                }
                :: found
            | None -> Set.union seen (Set.ofList (texts part)), found

        List.zip3 [ 0 .. items.Length - 1 ] items parts
        |> List.fold add (Set.empty, [])
        |> snd

    /// Refuses `each` anywhere in a part, for a reason.
    let fixedly reason (place: Place) (read: Place -> Node -> Checked<'T>) (node: Node) : Checked<'T> =
        match axes node with
        | [] -> varying place read node
        | positions ->
            positions
            |> List.map (fun position ->
                {
                    Position = position
                    Path = place.Path
                    Message = reason
                })
            |> Checked.problems

    /// A value of an option, in all its variants.
    let rec value (form: TextForm option) optionType (place: Place) (node: Node) : Checked<OptionValue> =
        node |> varying place (one form optionType) |> Checked.map id

    and private one form optionType place node : Checked<OptionValue> =
        let refuse message =
            Checked.problem node.Position place.Path message

        match optionType, node.Value with
        | _ when Tree.(|Missing|_|) node -> refuse $"has no value; it must be {OptionText.expected optionType}"
        | Many element, Sequence items ->
            items
            |> List.mapi (fun index item -> value form element (Place.item index place) item)
            |> Checked.all
            |> Checked.map (fun values -> ListValue values)
            |> Checked.leaf place OptionText.render
        | _, Scalar(text, quoted) ->
            match scalar form optionType node text quoted with
            | Ok value ->
                Checked.value (OptionText.normalize optionType value)
                |> Checked.leaf place OptionText.render
            | Error message -> refuse message
        | _, (Sequence _ | Mapping _ | Broken _) -> refuse (wrong optionType node)

    let private fixedReason =
        "'each' can't stand here: this holds for the experiment as a whole"

    let private stated (field: Field) place (entry: Entry) : Checked<Stated option> =
        let read = value field.Form field.Option.Type

        let found =
            if field.Varies then
                read place entry.Value
            else
                fixedly fixedReason place read entry.Value

        let required =
            match entry.Value.Value, field.Option.Type with
            | Sequence [], Many _ when field.Required ->
                [
                    {
                        Position = entry.Value.Position
                        Path = place.Path
                        Message = $"is empty; it must be {OptionText.expected field.Option.Type}"
                    }
                ]
            | _ -> []

        found
        |> Checked.map (fun value ->
            Some
                {
                    Value = value
                    Position = Some entry.Value.Position
                })
        |> Checked.require required

    let private missing (field: Field) place position isMistyped : Checked<Stated option> =
        let rule =
            match field.Form with
            | Some form -> form.Rule
            | None -> $"must be {OptionText.expected field.Option.Type}"

        match field.Option.Default with
        | null when field.Required && isMistyped -> Checked.problems []
        | null when field.Required ->
            Checked.problem position place.Path $"is required ({field.Option.Summary.TrimEnd '.'}); it {rule}"
        | null -> Checked.value None
        | value ->
            Checked.value (
                Some
                    {
                        Value = OptionText.normalize field.Option.Type value
                        Position = None
                    }
            )

    /// Keys that nobody asked for.
    let unknown (place: Place) noun (known: string list) (entries: Entry list) =
        entries
        |> List.filter (fun entry -> not entry.Value.Value.IsBroken && not (List.contains entry.Key known))
        |> List.map (fun entry ->
            {
                Position = entry.KeyPosition
                Path = place.Path
                Message = Spelling.unknown noun known entry.Key
            })

    /// The entry of a key, if the mapping has it.
    let tryEntry name (entries: Entry list) =
        entries |> List.tryFind (fun entry -> entry.Key = name)

    /// Whether a key that is missing was probably meant by another one, which `unknown` speaks of.
    let isMistyped (known: string list) name (entries: Entry list) =
        entries
        |> List.exists (fun entry ->
            not (List.contains entry.Key known)
            && Spelling.nearest known entry.Key = Some name)

    /// Values of known fields by name; other keys are for `unknown`.
    let fields (place: Place) position (known: Field list) (entries: Entry list) : Checked<Map<string, Stated>> =
        let names = known |> List.map _.Option.Name

        known
        |> List.map (fun field ->
            let place = Place.key field.Option.Name place

            match tryEntry field.Option.Name entries with
            | Some entry -> stated field place entry
            | None -> missing field place position (isMistyped names field.Option.Name entries)
            |> Checked.map (Option.map (fun value -> field.Option.Name, value)))
        |> Checked.all
        |> Checked.map (List.choose id >> Map.ofList)

    let private emptyLeaf (place: Place) (entries: Entry list) part =
        if List.isEmpty entries then
            Checked.leaf place (fun _ -> "{}") part
        else
            part

    /// A mapping with these fields and no others.
    let mapping noun (known: Field list) (place: Place) (node: Node) : Checked<Map<string, Stated>> =
        let read (place: Place) (node: Node) =
            match node.Value with
            | Mapping entries ->
                fields place node.Position known entries
                |> emptyLeaf place entries
                |> Checked.require (unknown place noun (known |> List.map _.Option.Name) entries)
            | Scalar _
            | Sequence _
            | Broken _ ->
                let example =
                    known
                    |> List.tryHead
                    |> Option.map (fun field -> $" such as {{ {field.Option.Name}: ... }}")
                    |> Option.defaultValue ""

                Checked.problem node.Position place.Path $"must be a mapping{example}, got {Tree.noun node}"

        varying place read node
