namespace SparsePlugins.Yaml

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open YamlDotNet.Core
open YamlDotNet.Core.Events

/// Text to a located tree. YamlDotNet's parser hands out events without recursion, however deep the text is nested
/// (its own object model overflows the stack); here the nesting is counted, and the reading ends at the limit.
module YamlReader =
    /// Levels of lists and mappings; real manifests have about six.
    let deepest = 32

    /// Values, lists and mappings of one manifest.
    let most = 10_000

    exception private TooDeep of Position
    exception private TooMany of Position

    let rec private node (events: YamlEvents) depth : YamlNode =
        let position = events.Position

        if depth > deepest then
            raise (TooDeep position)

        events.Count <- events.Count + 1

        if events.Count > most then
            raise (TooMany position)

        match events.Current with
        | :? AnchorAlias ->
            events.Advance()

            Tree.broken
                position
                "aliases ('*') aren't allowed in a manifest; write the value out, or put the text in quotes"
        | :? NodeEvent as event ->
            let refused = YamlRules.refusal events event
            let read = content events depth position event

            match refused with
            | Some message -> Tree.broken position message
            | None -> read
        | event -> invalidOp $"unexpected {event}"

    and private content events depth position (event: NodeEvent) : YamlNode =
        match event with
        | :? Events.Scalar as event ->
            events.Advance()
            YamlRules.scalar position event
        | :? SequenceStart as start ->
            let bracket = if start.Style = SequenceStyle.Flow then Some '[' else None

            let items =
                events.Inside bracket (fun e -> e :? SequenceEnd) (fun () -> node events (depth + 1))

            {
                Position = position
                Value = Sequence items
            }
        | :? MappingStart as start ->
            let bracket = if start.Style = MappingStyle.Flow then Some '{' else None

            let entries =
                events.Inside bracket (fun e -> e :? MappingEnd) (fun () -> entry events (depth + 1))

            {
                Position = position
                Value = Mapping(YamlRules.refuseRepeats entries)
            }
        | event -> invalidOp $"unexpected {event}"

    and private entry events depth : YamlEntry =
        let name = node events depth
        let value = node events depth

        match YamlRules.key name with
        | Ok text ->
            {
                Key = text
                KeyPosition = name.Position
                Value = value
            }
        | Error message ->
            {
                Key = ""
                KeyPosition = name.Position
                Value = Tree.broken name.Position message
            }

    let private document (events: YamlEvents) start =
        events.Advance()
        events.Advance()

        match events.Current with
        | :? StreamEnd ->
            Tree.broken start "there is nothing here but comments; a manifest begins with 'name: my-experiment'"
        | _ ->
            events.Advance()
            let root = node events 1
            events.Advance()

            match events.Current with
            | :? StreamEnd -> root
            | _ -> Tree.broken events.Position "a second document begins here; a manifest is one document, so remove it"

    /// A problem of YAML itself ends the reading, so it is the only one.
    let private explain (events: YamlEvents) (text: string) (failure: exn) =
        match failure, events.Open.TryPeek() with
        | TooDeep position, _ ->
            Tree.broken
                position
                $"lists and mappings are nested more than {deepest} deep; a manifest needs about six levels"
        | TooMany position, _ ->
            Tree.broken position $"there are more than {most} values up to here; a manifest is shorter"
        | :? YamlException as failure, _ when failure.Start.Index < int64 text.Length ->
            let character = text |> Seq.tryItem (int failure.Start.Index)
            Tree.broken (events.Locate failure.Start) (YamlWords.explain failure.Message character)
        | _, (true, (position, bracket)) -> Tree.broken position $"the '{bracket}' that opens here is never closed"
        | :? YamlException as failure, _ ->
            Tree.broken (events.Locate failure.Start) (YamlWords.explain failure.Message None)
        | _ ->
            Tree.broken (events.Locate Mark.Empty) "this isn't valid YAML; check the indentation, quotes and brackets"

    /// The tree of a text; where it isn't YAML, a broken node.
    let read (locate: Mark -> Position) allowsBlocks (text: string) : YamlNode =
        use reader = new StringReader(text)

        let events =
            {
                Parser = Parser(Scanner(reader, true))
                Locate = locate
                AllowsBlocks = allowsBlocks
                Open = Stack()
                Count = 0
            }

        try
            document events (locate Mark.Empty)
        with failure ->
            explain events text failure
