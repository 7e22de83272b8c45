namespace SparsePlugins.Planning

open System
open System.Globalization
open System.Text

/// Bytes to text, and what a manifest's text may hold, before YAML is looked at.
module internal SourceText =
    /// 1 MiB; the largest manifest anyone writes by hand is a hundredth of it.
    let largest = 1 <<< 20

    /// Lines end in `\n` alone here: `check` refuses the other line breaks of YAML.
    let private locate file (text: string) (index: int) =
        let before = text.AsSpan(0, index)

        {
            File = file
            Line = 1 + before.Count '\n'
            Column = index - before.LastIndexOf '\n'
        }

    let private problem position message = Problem.at position "" message

    let private isRefused (text: string) index =
        let character = text[index]

        match Char.GetUnicodeCategory character with
        | UnicodeCategory.Control when character = '\r' -> index + 1 = text.Length || text[index + 1] <> '\n'
        | UnicodeCategory.Control -> character <> '\n' && character <> '\t'
        | UnicodeCategory.LineSeparator
        | UnicodeCategory.ParagraphSeparator -> true
        | _ -> character = '\uFEFF'

    /// The part of a line before its comment.
    let private code (line: string) =
        let startsComment index =
            line[index] = '#'
            && (index = 0 || line[index - 1] = ' ' || line[index - 1] = '\t')

        match Seq.tryFind startsComment (seq { 0 .. line.Length - 1 }) with
        | Some comment -> line.Substring(0, comment)
        | None -> line

    /// The first problem of a line: its column, from 0, and what to do about it.
    let private inLines file (text: string) (find: string -> (int * string) option) =
        text.Split '\n'
        |> Seq.mapi (fun number line -> number, find (code line))
        |> Seq.choose (fun (number, found) ->
            found
            |> Option.map (fun (column, message) ->
                problem
                    {
                        File = file
                        Line = number + 1
                        Column = column + 1
                    }
                    message))
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

    let private odd file (text: string) =
        [
            if text.Contains '\t' then
                yield! inLines file text tab

            if text |> Seq.exists (fun c -> c > '\u007F') then
                yield! inLines file text space
        ]

    /// Problems of text that is valid Unicode; empty when there are none.
    let check file (text: string) =
        match Seq.tryFind (isRefused text) (seq { 0 .. text.Length - 1 }) with
        | Some index ->
            let code = (int text[index]).ToString("X4", CultureInfo.InvariantCulture)

            [
                problem (locate file text index) $"the character U+{code} isn't allowed in a manifest; remove it"
            ]
        | None -> odd file text

    let private start file = { File = file; Line = 1; Column = 1 }

    let private utf8 (file: string) (bytes: byte[]) =
        try
            Ok(UTF8Encoding(false, true).GetString bytes)
        with :? DecoderFallbackException as failure ->
            let valid = Math.Clamp(failure.Index, 0, bytes.Length - 1)
            let before = Encoding.UTF8.GetString(bytes, 0, valid)
            let value = bytes[valid].ToString("X2", CultureInfo.InvariantCulture)

            Error
                [
                    problem
                        (locate file before before.Length)
                        $"byte 0x{value} isn't UTF-8 text; save the file as UTF-8"
                ]

    let private (|StartsWith|_|) (prefix: byte list) (bytes: byte[]) =
        bytes.AsSpan().StartsWith(ReadOnlySpan(Array.ofList prefix))

    /// The manifest's text, without a byte order mark, or why the bytes can't be one.
    let decode file (bytes: ReadOnlyMemory<byte>) =
        let refuse message = Error [ problem (start file) message ]

        if bytes.IsEmpty then
            refuse "the file is empty; a manifest begins with 'name: my-experiment'"
        elif bytes.Length > largest then
            refuse $"the file has {bytes.Length} bytes; a manifest has at most {largest}"
        else
            match bytes.ToArray() with
            | StartsWith [ 0xFFuy; 0xFEuy ]
            | StartsWith [ 0xFEuy; 0xFFuy ] -> refuse "the file is UTF-16 text; save it as UTF-8"
            | data when Array.contains 0uy data ->
                refuse "the file holds zero bytes, so it isn't a manifest; a manifest is YAML text in UTF-8"
            | StartsWith [ 0xEFuy; 0xBBuy; 0xBFuy ] as data -> utf8 file data[3..]
            | data -> utf8 file data
            |> Result.bind (fun text ->
                match check file text with
                | [] -> Ok text
                | problems -> Error problems)
