namespace SparsePlugins.Yaml

open System
open System.Globalization
open YamlDotNet.Core
open YamlDotNet.Core.Events

/// The part of YAML that a manifest may use.
module internal YamlRules =
    let private isHidden (text: string) index =
        match Char.GetUnicodeCategory(text, index) with
        | UnicodeCategory.Control
        | UnicodeCategory.Format
        | UnicodeCategory.LineSeparator
        | UnicodeCategory.ParagraphSeparator
        | UnicodeCategory.Surrogate -> true
        | _ -> false

    /// A value of plain or quoted text on one line.
    let scalar position (event: Events.Scalar) =
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

    /// Why a manifest may not have what begins here, if it may not.
    let refusal (events: YamlEvents) (event: NodeEvent) =
        match event with
        | _ when not event.Anchor.IsEmpty -> Some "anchors ('&') aren't allowed in a manifest; write the value out"
        | _ when not event.Tag.IsEmpty -> Some "tags ('!') aren't allowed in a manifest; write the value alone"
        | :? SequenceStart as start when start.Style <> SequenceStyle.Flow && not events.AllowsBlocks ->
            Some "write a list as [a, b] in --set"
        | :? MappingStart as start when start.Style <> MappingStyle.Flow && not events.AllowsBlocks ->
            Some "write a mapping as { key: value } in --set, and quote text that holds ': '"
        | _ -> None

    /// The text of a key, or why it is none.
    let key (node: YamlNode) =
        match node.Value with
        | NodeValue.Scalar("<<", false) -> Error "merge keys ('<<') aren't allowed in a manifest; write the keys out"
        | NodeValue.Scalar(text, _) -> Ok text
        | Sequence _
        | Mapping _ ->
            Error "a key is plain text, not a list or a mapping; is a text with '{' or '[' missing its quotes?"
        | Broken message -> Error message

    /// The entries, with a second one of a key refused.
    let refuseRepeats (entries: YamlEntry list) =
        let add (seen: Map<string, Position>, kept) (entry: YamlEntry) =
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
