namespace SparsePlugins.Manifests

open System
open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads options: mappings whose keys and values a schema describes.
module OptionReader =
    /// A value of an option, in all its variants.
    let rec value (form: TextForm option) optionType (place: Place) (node: YamlNode) : Checked<OptionValue> =
        node |> Axes.varying place (one form optionType)

    and private one form optionType place node : Checked<OptionValue> =
        let refuse = Checked.fault node.Position place.Path

        match optionType, node.Value with
        | _ when Tree.(|Missing|_|) node -> refuse (NoValue $"must be {OptionText.expected optionType}")
        | Many element, Sequence items ->
            items
            |> List.mapi (fun index item -> value form element (Place.item index place) item)
            |> Checked.all
            |> Checked.map (fun values -> ListValue values)
            |> Checked.leaf place OptionText.render
        | _, Scalar(text, quoted) ->
            match ScalarReader.read form optionType node text quoted with
            | Ok value ->
                Checked.value (OptionText.normalize optionType value)
                |> Checked.leaf place OptionText.render
            | Error fault -> refuse fault
        | _, (Sequence _ | Mapping _ | Broken _) -> refuse (ScalarReader.wrong optionType node)

    let private fixedReason =
        "'each' can't stand here: this holds for the experiment as a whole"

    let private stated (field: KeyField) place (entry: YamlEntry) : Checked<Stated<OptionValue> option> =
        let read = value field.Form field.Option.Type

        let found =
            if field.Varies then
                read place entry.Value
            else
                Axes.fixedly fixedReason place read entry.Value

        let required =
            match entry.Value.Value, field.Option.Type with
            | Sequence [], Many _ when field.Required ->
                [
                    Problem.at
                        entry.Value.Position
                        place.Path
                        $"is empty; it must be {OptionText.expected field.Option.Type}"
                ]
            | _ -> []

        found
        |> Checked.map (fun value ->
            let stated: Stated<OptionValue> =
                {
                    Value = value
                    Position = Some entry.Value.Position
                }

            Some stated)
        |> Checked.require required

    let private missing (field: KeyField) (place: Place) position isMistyped : Checked<Stated<OptionValue> option> =
        let rule = ScalarReader.rule field

        match field.Option.Default with
        | null when field.Required && isMistyped -> Checked.problems []
        | null when field.Required ->
            Checked.fault position place.Path (Missing $" ({field.Option.Summary.TrimEnd '.'}); it {rule}")
        | null -> Checked.value None
        | value ->
            Checked.value (
                Some
                    {
                        Value = OptionText.normalize field.Option.Type value
                        Position = None
                    }
            )

    /// In `{ dead_after: 10,000 }` YAML reads a key after the comma: the number before it, or nothing.
    let private partOfNumber (entries: YamlEntry list) (entry: YamlEntry) =
        let isDigits (text: string) =
            text <> "" && text |> Seq.forall Char.IsAsciiDigit

        let before =
            entries
            |> List.takeWhile (fun other -> not (obj.ReferenceEquals(other, entry)))
            |> List.tryLast

        match before with
        | Some {
                   Value = { Value = Scalar(number, false) }
               } when isDigits entry.Key && Tree.(|Missing|_|) entry.Value ->
            Numerals.withoutCommas $"{number},{entry.Key}"
            |> Option.map (fun written -> $"{number},{entry.Key}", written)
        | Some _
        | None -> None

    let private unknownKey noun known entries (entry: YamlEntry) =
        match partOfNumber entries entry with
        | Some(typed, written) -> Rule $"a number has a '.' and no ',': for {typed} write {written}"
        | None -> UnknownName(noun, entry.Key, known, "")

    /// Keys that nobody asked for.
    let unknown (place: Place) noun (known: string list) (entries: YamlEntry list) =
        entries
        |> List.filter (fun entry -> not entry.Value.Value.IsBroken && not (List.contains entry.Key known))
        |> List.map (fun entry -> Problem.because (unknownKey noun known entries entry) entry.KeyPosition place.Path)

    /// The entry of a key, if the mapping has it.
    let tryEntry name (entries: YamlEntry list) =
        entries |> List.tryFind (fun entry -> entry.Key = name)

    /// Whether a key that is missing was probably meant by another one, which `unknown` speaks of.
    let isMistyped (known: string list) name (entries: YamlEntry list) =
        entries
        |> List.exists (fun entry ->
            not (List.contains entry.Key known)
            && Spelling.nearest known entry.Key = Some name)

    /// A number for a key that takes words was probably meant for the key of nearly that name, as `step: 100` for `steps`.
    let private meant (known: KeyField list) (field: KeyField) (entry: YamlEntry) =
        let isNumeric (other: KeyField) =
            match other.Option.Type with
            | Integer _
            | Number _ -> true
            | Flag
            | Choice _
            | Text
            | InputPath
            | Many _ -> false

        match field.Option.Type, entry.Value.Value with
        | Choice _, Scalar(text, false) when Numerals.isNumeral text ->
            known
            |> List.filter isNumeric
            |> List.map _.Option.Name
            |> fun names -> Spelling.suggestion names field.Option.Name
        | _ -> ""

    /// Adds advice to refused values.
    let private advised advice (part: Checked<'T>) =
        let add (problem: Problem) =
            match problem.Fault with
            | WrongValue(rule, got, given) ->
                { problem with
                    Fault = WrongValue(rule, got, given + advice)
                }
            | _ -> problem

        { part with
            Problems = part.Problems |> List.map add
        }

    /// Values of known fields by name; other keys are for `unknown`.
    let fields (place: Place) position (known: KeyField list) (entries: YamlEntry list) : Checked<Values> =
        let names = known |> List.map _.Option.Name

        known
        |> List.map (fun field ->
            let place = Place.key field.Option.Name place

            match tryEntry field.Option.Name entries with
            | Some entry -> stated field place entry |> advised (meant known field entry)
            | None -> missing field place position (isMistyped names field.Option.Name entries)
            |> Checked.map (Option.map (fun value -> field.Option.Name, value)))
        |> Checked.all
        |> Checked.map (List.choose id >> Map.ofList)

    let private emptyLeaf (place: Place) (entries: YamlEntry list) part =
        if List.isEmpty entries then
            Checked.leaf place (fun _ -> "{}") part
        else
            part

    /// A mapping with these fields and no others.
    let mapping noun (known: KeyField list) (place: Place) (node: YamlNode) : Checked<Values> =
        let read (place: Place) (node: YamlNode) =
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

                Checked.fault node.Position place.Path (WrongValue($"must be a mapping{example}", Tree.noun node, ""))

        Axes.varying place read node

    /// Values of a section's keys; other keys are for `unknown`.
    let sectionIn (place: Place) position (section: KeySection<'T>) (entries: YamlEntry list) : Checked<'T> =
        fields place position section.Fields entries |> Checked.map section.Read

    /// A mapping that is a section.
    let section (section: KeySection<'T>) (place: Place) (node: YamlNode) : Checked<'T> =
        mapping "key" section.Fields place node |> Checked.map section.Read
