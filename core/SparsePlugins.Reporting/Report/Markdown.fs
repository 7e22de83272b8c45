/// Markdown, escaped.
module internal SparsePlugins.Reporting.Markdown

open System
open System.Text
open System.Text.RegularExpressions

let private isWordCharacter (text: string) index =
    index >= 0 && index < text.Length && Char.IsLetterOrDigit text[index]

/// Text of a manifest or a plugin, safe in a sentence and in a table. An underscore inside a word needs no escape.
let escape (text: string) =
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

let heading level text =
    [ String('#', level) + " " + escape text; "" ]

let paragraph text = [ text; "" ]

let bullets items =
    [ for item in items -> $"- {item}" ] @ [ "" ]

let private row cells = "| " + String.concat " | " cells + " |"

/// The first column holds names, the others numbers; cells are Markdown.
let table header rows =
    let rule = "| - |" + String.replicate (List.length header - 1) " -: |"
    [ row header; rule ] @ List.map row rows @ [ "" ]

let image alternative path =
    [ $"![{escape alternative}]({path})"; "" ]

/// A fence that is longer than any in the text.
let code language (text: string) =
    let longest = Regex.Matches(text, "`+") |> Seq.map _.Length |> Seq.fold max 0
    let fence = String('`', max 3 (longest + 1))
    [ fence + language; text.ReplaceLineEndings("\n").TrimEnd(); fence; "" ]
