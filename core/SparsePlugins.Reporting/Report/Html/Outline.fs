/// Headings with the names that links know them by.
module internal SparsePlugins.Reporting.Outline

open System
open SparsePlugins.Documents.Document

type Part =
    {
        Level: int
        Text: string
        /// Unlike any other of the page.
        Name: string
    }

/// `steps-to-mmcs-0.95`
let private slug (text: string) =
    text.ToLowerInvariant()
    |> String.map (fun c -> if Char.IsAsciiLetterOrDigit c || c = '.' then c else '-')
    |> _.Split('-', StringSplitOptions.RemoveEmptyEntries)
    |> String.concat "-"
    |> fun slug -> if slug = "" then "part" else slug

/// The names of texts in their order; one that comes again gets a number.
let private names texts =
    ((Map.empty, []), texts)
    ||> List.fold (fun (seen, names) text ->
        let slug = slug text
        let count = 1 + (Map.tryFind slug seen |> Option.defaultValue 0)
        let name = if count = 1 then slug else $"{slug}--{count}"
        Map.add slug count seen, name :: names)
    |> snd
    |> List.rev

let ofBlocks blocks =
    let headings = List.choose headingOf blocks

    List.map2
        (fun (level, text) name ->
            {
                Level = level
                Text = text
                Name = name
            })
        headings
        (headings |> List.map snd |> names)

/// Every block with the part that it begins or belongs to.
let place blocks =
    let parts = ofBlocks blocks

    let before =
        blocks
        |> List.scan (fun count block -> if (headingOf block).IsSome then count + 1 else count) 0
        |> List.tail
        |> List.map (fun count -> List.tryItem (count - 1) parts)

    List.zip blocks before
