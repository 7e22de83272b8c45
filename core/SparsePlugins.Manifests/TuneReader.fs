namespace SparsePlugins.Manifests

open System
open SparsePlugins.Yaml
open SparsePlugins.Specs

/// A key of `tune.over`, as it stands in the manifest.
type TunedEntry =
    {
        Path: string
        Position: Position
        Values: YamlNode list
    }

type TuneRead =
    {
        Over: TunedEntry list
        By: Stated<TunedBy>
        Seeds: Stated<int64 list>
        SeedsNode: YamlNode
    }

/// Reads `tune`.
module TuneReader =
    let private pathFault (path: string) =
        if TuneKeys.isShared path then
            Some(
                Rule $"'{path}' is the same for all runs of a comparison, so it can't be tuned; compare it with 'each'"
            )
        elif
            List.contains path TuneKeys.known
            || path.StartsWith(TuneKeys.ofArchitecture, StringComparison.Ordinal)
        then
            None
        elif path.StartsWith("autoencoder.", StringComparison.Ordinal) then
            Some(MisplacedKey(path, TuneKeys.ofArchitecture + path.Substring(path.LastIndexOf '.' + 1)))
        else
            Some(UnknownName("key that can be tuned", path, TuneKeys.known, $"; and {TuneKeys.ofArchitecture}OPTION"))

    let private text (node: YamlNode) =
        match node.Value with
        | Scalar(text, _) when not (Tree.(|Missing|_|) node) -> Some text
        | Scalar _
        | Sequence _
        | Mapping _
        | Broken _ -> None

    let private listed (place: Place) (node: YamlNode) (items: YamlNode list) : Problem list =
        let texts = items |> List.choose text

        if texts.Length < items.Length then
            [
                Problem.at node.Position place.Path "must be plain values, such as [1.0e-3, 3.0e-3]"
            ]
        elif items.Length < 2 then
            [
                Problem.at
                    node.Position
                    place.Path
                    "needs two values or more to choose from; state one value where the key itself stands"
            ]
        else
            texts
            |> List.countBy id
            |> List.filter (fun (_, count) -> count > 1)
            |> List.map (fun (value, _) ->
                Problem.because (Repeated($"lists {value} more than once", "; keep one")) node.Position place.Path)

    let private entry (parent: Place) (entry: YamlEntry) : Checked<TunedEntry> =
        let place = Place.key entry.Key parent

        match pathFault entry.Key, entry.Value.Value with
        | Some fault, _ -> Checked.fault entry.KeyPosition parent.Path fault
        | None, Broken _ -> Checked.problems []
        | None, Sequence items ->
            Checked.value
                {
                    Path = entry.Key
                    Position = entry.KeyPosition
                    Values = items
                }
            |> Checked.require (listed place entry.Value items)
        | None, _ when Tree.(|Missing|_|) entry.Value ->
            Checked.fault entry.Value.Position place.Path (NoValue "must be a list of values to try")
        | None, (Scalar _ | Mapping _) ->
            Checked.fault
                entry.Value.Position
                place.Path
                (WrongValue("must be a list of values", Tree.noun entry.Value, ", such as [1.0e-3, 3.0e-3]"))

    let private over place (node: YamlNode) : Checked<TunedEntry list> =
        match node.Value with
        | Mapping(_ :: _ as entries) -> entries |> List.map (entry place) |> Checked.all
        | Mapping [] -> Checked.problem node.Position place.Path $"is empty; it must be {TuneKeys.overForm}"
        | Broken _ -> Checked.problems []
        | Scalar _
        | Sequence _ ->
            Checked.fault node.Position place.Path (WrongValue($"must be {TuneKeys.overForm}", Tree.noun node, ""))

    let private seeds place (node: YamlNode) : Checked<Stated<int64 list> * YamlNode> =
        SeedReader.read place node
        |> Checked.map (fun seeds ->
            {
                Value = seeds
                Position = Some node.Position
            },
            node)

    let private required (parent: Place) position name summary read entries =
        let place = Place.key name parent

        match OptionReader.tryEntry name entries with
        | Some entry -> read place entry.Value
        | None when OptionReader.isMistyped [ TuneKeys.over; TuneKeys.by.Name; TuneKeys.seeds ] name entries ->
            Checked.problems []
        | None ->
            Checked.fault position place.Path (Missing $" ({(summary: string).TrimEnd '.'}); add the key '{name}'")

    let private mapping (place: Place) position (entries: YamlEntry list) : Checked<TuneRead> =
        check {
            let! over = required place position TuneKeys.over TuneKeys.overSummary over entries
            and! by = OptionReader.fields place position [ TuneKeys.by.Field ] entries

            and! seeds, seedsNode =
                required place position TuneKeys.seeds TuneKeys.seedsSummary seeds entries

            return
                {
                    Over = over
                    By = Key.get TuneKeys.by by
                    Seeds = seeds
                    SeedsNode = seedsNode
                }
        }
        |> Checked.require (
            OptionReader.unknown place "key" [ TuneKeys.over; TuneKeys.by.Name; TuneKeys.seeds ] entries
        )

    let read (node: YamlNode) : Checked<TuneRead> =
        let place = Place.key TuneKeys.name Place.root

        match node.Value with
        | Mapping entries -> mapping place node.Position entries
        | Broken _ -> Checked.problems []
        | Scalar _
        | Sequence _ ->
            Checked.fault
                node.Position
                place.Path
                (WrongValue("must be a mapping with over, by and seeds", Tree.noun node, ""))
