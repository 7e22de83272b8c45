namespace SparsePlugins.Planning

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open YamlDotNet.Core
open YamlDotNet.Core.Events

/// Text to a located tree. YamlDotNet's parser hands out events without recursion, however deep the text is nested
/// (its own object model overflows the stack); here the nesting is counted, and the reading ends at the limit.
module internal YamlReader =
    /// Levels of lists and mappings; real manifests have about six.
    let deepest = 32

    /// Values, lists and mappings of one manifest.
    let most = 10_000

    exception private TooDeep of Position
    exception private TooMany of Position

    /// A parser at its current event, and what is known of the text around it.
    type private Source =
        {
            Parser: Parser
            Locate: Mark -> Position
            /// Whether lists and mappings may be written in block style, with indentation.
            AllowsBlocks: bool
            /// Brackets that are open, innermost first.
            Open: Stack<Position * char>
            mutable Count: int
        }

        member source.Event =
            match source.Parser.Current with
            | null -> invalidOp "the parser has no event"
            | event -> event

        member source.Position = source.Locate source.Event.Start
        member source.Advance() = source.Parser.MoveNext() |> ignore

    let private isHidden (text: string) index =
        match Char.GetUnicodeCategory(text, index) with
        | UnicodeCategory.Control
        | UnicodeCategory.Format
        | UnicodeCategory.LineSeparator
        | UnicodeCategory.ParagraphSeparator
        | UnicodeCategory.Surrogate -> true
        | _ -> false

    let private scalar position (event: Events.Scalar) =
        if event.Start.Line <> event.End.Line then
            Tree.broken
                position
                "a value stands on one line, but this one continues; check the indentation of the next line"
        elif Seq.exists (isHidden event.Value) (seq { 0 .. event.Value.Length - 1 }) then
            Tree.broken position "the text holds an invisible character; remove it"
        else
            {
                Position = position
                Value = NodeValue.Scalar(event.Value, event.Style <> ScalarStyle.Plain)
            }

    let private refusal (source: Source) (event: NodeEvent) =
        match event with
        | _ when not event.Anchor.IsEmpty -> Some "anchors ('&') aren't allowed in a manifest; write the value out"
        | _ when not event.Tag.IsEmpty -> Some "tags ('!') aren't allowed in a manifest; write the value alone"
        | :? SequenceStart as start when start.Style <> SequenceStyle.Flow && not source.AllowsBlocks ->
            Some "write a list as [a, b] in --set"
        | :? MappingStart as start when start.Style <> MappingStyle.Flow && not source.AllowsBlocks ->
            Some "write a mapping as { key: value } in --set, and quote text that holds ': '"
        | _ -> None

    /// Reads children until `isEnd`, keeping account of open brackets.
    let private inside (source: Source) (bracket: char option) isEnd (read: unit -> 'T) =
        bracket
        |> Option.iter (fun opening -> source.Open.Push(source.Position, opening))

        source.Advance()

        let items =
            [
                while not (isEnd source.Event) do
                    read ()
            ]

        if bracket.IsSome then
            source.Open.Pop() |> ignore

        source.Advance()
        items

    let private key (source: Source) (node: Node) =
        match node.Value with
        | NodeValue.Scalar("<<", false) -> Error "merge keys ('<<') aren't allowed in a manifest; write the keys out"
        | NodeValue.Scalar(text, _) -> Ok text
        | Sequence _
        | Mapping _ ->
            Error "a key is plain text, not a list or a mapping; is a text with '{' or '[' missing its quotes?"
        | Broken problem -> Error problem.Message

    let private refuseRepeats (entries: Entry list) =
        let add (seen: Map<string, Position>, kept) (entry: Entry) =
            match Map.tryFind entry.Key seen with
            | Some first when entry.Key <> "" ->
                let message =
                    $"the key {Spelling.quoted entry.Key} stands here a second time (first in line {first.Line}); keep one"

                seen,
                { entry with
                    Value = Tree.broken entry.KeyPosition message
                }
                :: kept
            | _ -> Map.add entry.Key entry.KeyPosition seen, entry :: kept

        entries |> List.fold add (Map.empty, []) |> snd |> List.rev

    let rec private node (source: Source) depth : Node =
        let position = source.Position

        if depth > deepest then
            raise (TooDeep position)

        source.Count <- source.Count + 1

        if source.Count > most then
            raise (TooMany position)

        match source.Event with
        | :? AnchorAlias ->
            source.Advance()

            Tree.broken
                position
                "aliases ('*') aren't allowed in a manifest; write the value out, or put the text in quotes"
        | :? NodeEvent as event ->
            let refused = refusal source event
            let read = content source depth position event

            match refused with
            | Some message -> Tree.broken position message
            | None -> read
        | event -> invalidOp $"unexpected {event}"

    and private content source depth position (event: NodeEvent) : Node =
        match event with
        | :? Events.Scalar as event ->
            source.Advance()
            scalar position event
        | :? SequenceStart as start ->
            let bracket = if start.Style = SequenceStyle.Flow then Some '[' else None

            let items =
                inside source bracket (fun e -> e :? SequenceEnd) (fun () -> node source (depth + 1))

            {
                Position = position
                Value = Sequence items
            }
        | :? MappingStart as start ->
            let bracket = if start.Style = MappingStyle.Flow then Some '{' else None

            let entries =
                inside source bracket (fun e -> e :? MappingEnd) (fun () -> entry source (depth + 1))

            {
                Position = position
                Value = Mapping(refuseRepeats entries)
            }
        | event -> invalidOp $"unexpected {event}"

    and private entry source depth : Entry =
        let name = node source depth
        let value = node source depth

        match key source name with
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

    let private document (source: Source) start =
        source.Advance()
        source.Advance()

        match source.Event with
        | :? StreamEnd ->
            Tree.broken start "there is nothing here but comments; a manifest begins with 'name: my-experiment'"
        | _ ->
            source.Advance()
            let root = node source 1
            source.Advance()

            match source.Event with
            | :? StreamEnd -> root
            | _ -> Tree.broken source.Position "a second document begins here; a manifest is one document, so remove it"

    /// A problem of YAML itself ends the reading, so it is the only one.
    let private explain (source: Source) (text: string) (failure: exn) =
        match failure, source.Open.TryPeek() with
        | TooDeep position, _ ->
            Tree.broken
                position
                $"lists and mappings are nested more than {deepest} deep; a manifest needs about six levels"
        | TooMany position, _ ->
            Tree.broken position $"there are more than {most} values up to here; a manifest is shorter"
        | :? YamlException as failure, _ when failure.Start.Index < int64 text.Length ->
            let character = text |> Seq.tryItem (int failure.Start.Index)
            Tree.broken (source.Locate failure.Start) (YamlWords.explain failure.Message character)
        | _, (true, (position, bracket)) -> Tree.broken position $"the '{bracket}' that opens here is never closed"
        | :? YamlException as failure, _ ->
            Tree.broken (source.Locate failure.Start) (YamlWords.explain failure.Message None)
        | _ ->
            Tree.broken (source.Locate Mark.Empty) "this isn't valid YAML; check the indentation, quotes and brackets"

    /// The tree of a text; where it isn't YAML, a broken node.
    let read (locate: Mark -> Position) allowsBlocks (text: string) : Node =
        use reader = new StringReader(text)

        let source =
            {
                Parser = Parser(Scanner(reader, true))
                Locate = locate
                AllowsBlocks = allowsBlocks
                Open = Stack()
                Count = 0
            }

        try
            document source (locate Mark.Empty)
        with failure ->
            explain source text failure
