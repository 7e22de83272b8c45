namespace SparsePlugins.Yaml

open System
open System.Globalization

/// White space that YAML reads otherwise than an editor shows it.
module internal WhiteSpace =
    /// The part of a line before its comment.
    let private code (line: string) =
        let startsComment index =
            line[index] = '#'
            && (index = 0 || line[index - 1] = ' ' || line[index - 1] = '\t')

        match Seq.tryFind startsComment (seq { 0 .. line.Length - 1 }) with
        | Some comment -> line.Substring(0, comment)
        | None -> line

    /// The first problem of a line: its column, from 0, and what to do about it.
    let private inLines file (text: string) (find: string -> (int * string) option) : Misreading list =
        text.Split '\n'
        |> Seq.mapi (fun number line -> number, find (code line))
        |> Seq.choose (fun (number, found) ->
            found
            |> Option.map (fun (column, message) ->
                {
                    Position =
                        {
                            File = file
                            Line = number + 1
                            Column = column + 1
                        }
                    Message = message
                }))
        |> List.ofSeq

    let private tab (line: string) =
        match line.IndexOf '\t' with
        | -1 -> None
        | column when line.Substring(0, column).Trim(' ') = "" && line.Trim() <> "" ->
            Some(column, "a tab; YAML indents with spaces, so write spaces here")
        | column when line.Substring(column).Trim() = "" -> Some(column, "a tab at the end of the line; remove it")
        | column -> Some(column, "a tab; a manifest has spaces between words, so write a space here")

    let private spaces =
        Map
            [
                '\u00A0', "a no-break space"
                '\u202F', "a narrow no-break space"
                '\u3000', "an ideographic space"
            ]

    /// Spaces that look like spaces and aren't to YAML; inside quotes they are text like any other.
    let private space (line: string) =
        let isSpace index =
            line[index] <> ' '
            && Char.GetUnicodeCategory line[index] = UnicodeCategory.SpaceSeparator

        let isQuoted index =
            let before = line.AsSpan(0, index)
            before.Count '"' % 2 = 1 || before.Count '\'' % 2 = 1

        Seq.tryFind (fun index -> isSpace index && not (isQuoted index)) (seq { 0 .. line.Length - 1 })
        |> Option.map (fun index ->
            let code = (int line[index]).ToString("X4", CultureInfo.InvariantCulture)

            let name =
                spaces |> Map.tryFind line[index] |> Option.defaultValue "a special space"

            index, $"{name} (U+{code}); write an ordinary space, or put the text in quotes")

    /// Tabs and special spaces outside quotes and comments, each with its place.
    let check file (text: string) : Misreading list =
        [
            if text.Contains '\t' then
                yield! inLines file text tab

            if text |> Seq.exists (fun c -> c > '\u007F') then
                yield! inLines file text space
        ]
