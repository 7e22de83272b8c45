namespace SparsePlugins.Manifests

open System
open System.Globalization
open System.Text.RegularExpressions
open YamlDotNet.Core
open SparsePlugins.Yaml
open SparsePlugins.Specs

/// `--set path=value`: puts a value into the tree before it is read, so that it is checked like the manifest's own.
module Override =
    type private Step =
        | Key of name: string * Position
        | Index of index: int * Position

    let private path =
        Regex(@"^[a-z][a-z0-9_-]*(\[[0-9]{1,6}\]|\.[a-z][a-z0-9_-]*)*$", RegexOptions.CultureInvariant)

    let private part = Regex(@"[a-z][a-z0-9_-]*|[0-9]+", RegexOptions.CultureInvariant)

    /// Control characters would act on the terminal that shows the problem.
    let private visible (text: string) =
        text |> String.map (fun c -> if Char.IsControl c then '\uFFFD' else c)

    /// The name under which positions in an override are given.
    let file (text: string) =
        "--set "
        + (if text.Length <= 200 then
               visible text
           else
               visible (text.Substring(0, 200)) + "...")

    let private place text column =
        {
            File = file text
            Line = 1
            Column = column
        }

    let private steps (positionOf: int -> Position) (typed: string) =
        [
            for found in part.Matches typed do
                let position = positionOf (found.Index + 1)

                if Char.IsAsciiDigit found.Value[0] && typed[found.Index - 1] = '[' then
                    Index(Int32.Parse(found.Value, CultureInfo.InvariantCulture), position)
                else
                    Key(found.Value, position)
        ]

    /// Keys of an entry that may be a component's name alone.
    let private ofEntry =
        "use"
        :: "with"
        :: (InputKeys.section.Fields
            @ RevivalKeys.section.Fields
            @ MeasuringKeys.section.Fields
            |> List.map _.Option.Name)

    /// A component's name alone, as the mapping that it is short for.
    let private spelledOut (name: YamlNode) position =
        [
            {
                Key = "use"
                KeyPosition = position
                Value = name
            }
        ]

    let rec private putAt (steps: Step list) (value: YamlNode) (node: YamlNode) : YamlNode =
        match steps, node.Value with
        | [], _ -> value
        | _, Broken _ -> node
        | Key(name, position) :: rest, Mapping entries -> putKey name position rest value node entries
        | Key(name, position) :: rest, Scalar _ when List.contains name ofEntry ->
            putKey name position rest value node (spelledOut node node.Position)
        | Key(name, position) :: rest, _ when Tree.(|Missing|_|) node -> putKey name position rest value node []
        | Key(name, position) :: _, _ ->
            Tree.broken position $"there is no '{name}' here to set: the manifest has {Tree.noun node}"
        | Index(index, position) :: rest, Sequence items when index < items.Length ->
            { node with
                Value =
                    Sequence(
                        items
                        |> List.mapi (fun i item -> if i = index then putAt rest value item else item)
                    )
            }
        | Index(index, position) :: _, Sequence items ->
            Tree.broken position $"there is no entry [{index}]: the list has {items.Length}, counted from 0"
        | Index(_, position) :: _, _ -> Tree.broken position $"there is no list here: the manifest has {Tree.noun node}"

    and private putKey name position rest value node entries =
        let isIt (entry: YamlEntry) = entry.Key = name

        let changed =
            match entries |> List.tryFindIndex isIt with
            | Some index ->
                entries
                |> List.mapi (fun i entry ->
                    if i = index then
                        { entry with
                            Value = putAt rest value entry.Value
                        }
                    else
                        entry)
            | None ->
                let nothing: YamlNode =
                    {
                        Position = position
                        Value = Mapping []
                    }

                entries
                @ [
                    {
                        Key = name
                        KeyPosition = position
                        Value = putAt rest value nothing
                    }
                ]

        { node with Value = Mapping changed }

    /// The tree with a value at a path such as `training.batch`; what is wrong with the path is refused at the position.
    let put (path: string) position value root =
        putAt (steps (fun _ -> position) path) value root

    let private problem position message = Problem.at position "" message

    let private split (text: string) =
        match text.IndexOf '=' with
        | -1 ->
            Error
                [
                    problem (place text 1) "an override is path=value, such as training.steps=100"
                ]
        | equals ->
            let typed = text.Substring(0, equals)

            if path.IsMatch typed then
                Ok(steps (place text) typed, equals + 1)
            else
                Error
                    [
                        problem (place text 1) "a path is keys and list places, such as initializers[1].with.ratio"
                    ]

    let private valueOf (text: string) start =
        let locate (mark: Mark) =
            place text (start + Math.Max(1, int mark.Column))

        let typed = text.Substring start

        if typed.Trim() = "" then
            Tree.broken (place text (start + 1)) "an override needs a value after '=', such as training.steps=100"
        else
            YamlReader.read locate false typed

    /// The tree with one override in place.
    let apply (text: string) (root: YamlNode) =
        match SourceText.check (file text) text with
        | [] when text.Length <= SourceText.largest ->
            split text
            |> Result.map (fun (steps, start) -> putAt steps (valueOf text start) root)
        | [] ->
            Error
                [
                    problem (place text 1) $"an override has at most {SourceText.largest} characters"
                ]
        | misreadings -> Error(misreadings |> List.map Problem.ofText)
