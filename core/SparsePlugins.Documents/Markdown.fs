/// A document as Markdown.
module SparsePlugins.Documents.Markdown

open System
open System.Text
open System.Text.RegularExpressions
open SparsePlugins.Documents.Document

let private isWordCharacter (text: string) index =
    index >= 0 && index < text.Length && Char.IsLetterOrDigit text[index]

/// Text of a manifest or a plugin, safe in a sentence and in a table. An underscore inside a word needs no escape.
let private escape (text: string) =
    let builder = StringBuilder()

    text
    |> String.iteri (fun i c ->
        match c with
        | '\n'
        | '\r' -> builder.Append ' '
        | '_' when isWordCharacter text (i - 1) && isWordCharacter text (i + 1) -> builder.Append c
        | '<' when not (text.Substring(i).StartsWith("<=", StringComparison.Ordinal)) -> builder.Append "&lt;"
        | '&' -> builder.Append "&amp;"
        | '\\'
        | '`'
        | '*'
        | '_'
        | '['
        | ']'
        | '|'
        | '~' -> builder.Append('\\').Append c
        | c -> builder.Append c
        |> ignore)

    builder.ToString()

let private inlineText part =
    match part with
    | Plain text -> escape text
    | Strong text -> $"**{escape text}**"
    | Code text -> $"`{text}`"

let private inlines parts =
    parts |> List.map inlineText |> String.concat ""

let private heading level text =
    [ String('#', level) + " " + escape text; "" ]

let private paragraph text = [ text; "" ]

let private image (picture: Picture) =
    paragraph $"![{escape picture.Title}]({picture.Path})"

let private bullets items =
    [ for item in items -> $"- {item}" ] @ [ "" ]

let private row cells = "| " + String.concat " | " cells + " |"

let private cellText cell =
    match cell with
    | Cells.Best inner -> $"**{escape (Cells.text inner)}**"
    | other -> escape (Cells.text other)

let private table header rows =
    let rule = "| - |" + String.replicate (List.length header - 1) " -: |"
    [ row header; rule ] @ List.map row rows @ [ "" ]

let private facts rows =
    [ "| | |"; "| - | - |" ]
    @ [ for name, text in rows -> row [ escape name; inlines text ] ]
    @ [ "" ]

let private answer (lines: string list) =
    match lines with
    | [] -> []
    | verdict :: details ->
        paragraph $"**{escape verdict}**"
        @ (if details.IsEmpty then
               []
           else
               bullets (List.map escape details))

/// A fence that is longer than any in the text.
let private code language (text: string) =
    let longest = Regex.Matches(text, "`+") |> Seq.map _.Length |> Seq.fold max 0
    let fence = String('`', max 3 (longest + 1))
    [ fence + language; text.ReplaceLineEndings("\n").TrimEnd(); fence; "" ]

let private folded summary lines =
    [ "<details>"; $"<summary>{escape summary}</summary>"; "" ]
    @ lines
    @ [ "</details>"; "" ]

let rec private lines block =
    match block with
    | Heading(level, text) -> heading level text
    | Answer lines -> answer lines
    | Warnings texts -> heading 2 "Warnings" @ bullets (List.map escape texts)
    | Paragraph parts -> paragraph (inlines parts)
    | Caption text -> paragraph $"*{escape text}*"
    | Bullets items -> bullets (List.map inlines items)
    | Facts rows -> facts rows
    | Table(header, rows) -> table (List.map escape header) (List.map (List.map cellText) rows)
    | Picture picture -> image picture
    | Gallery pictures -> List.collect image pictures
    | Details(summary, language, text) -> folded summary (code language text)
    | Folded(summary, blocks) -> folded summary (List.collect lines blocks)

/// The text, ended by one line end.
let render blocks =
    let text = blocks |> List.collect lines |> String.concat "\n"
    text.TrimEnd '\n' + "\n"
