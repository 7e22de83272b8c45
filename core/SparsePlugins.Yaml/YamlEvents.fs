namespace SparsePlugins.Yaml

open System.Collections.Generic
open YamlDotNet.Core
open YamlDotNet.Core.Events

/// A parser at its current event, and what is known of the text around it.
type internal YamlEvents =
    {
        Parser: Parser
        Locate: Mark -> Position
        /// Whether lists and mappings may be written in block style, with indentation.
        AllowsBlocks: bool
        /// Brackets that are open, innermost first.
        Open: Stack<Position * char>
        /// Values, lists and mappings read so far.
        mutable Count: int
    }

    member events.Current =
        match events.Parser.Current with
        | null -> invalidOp "the parser has no event"
        | event -> event

    member events.Position = events.Locate events.Current.Start
    member events.Advance() = events.Parser.MoveNext() |> ignore

    /// Reads children until `isEnd`, keeping account of open brackets.
    member events.Inside (bracket: char option) (isEnd: ParsingEvent -> bool) (read: unit -> 'T) : 'T list =
        bracket
        |> Option.iter (fun opening -> events.Open.Push(events.Position, opening))

        events.Advance()

        let items =
            [
                while not (isEnd events.Current) do
                    read ()
            ]

        if bracket.IsSome then
            events.Open.Pop() |> ignore

        events.Advance()
        items
