namespace SparsePlugins.Yaml

open System
open System.Globalization
open System.Text

/// Bytes to text, and what a manifest's text may hold, before YAML is looked at.
module SourceText =
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

    let private misreading position message : Misreading =
        {
            Position = position
            Message = message
        }

    let private isRefused (text: string) index =
        let character = text[index]

        match Char.GetUnicodeCategory character with
        | UnicodeCategory.Control when character = '\r' -> index + 1 = text.Length || text[index + 1] <> '\n'
        | UnicodeCategory.Control -> character <> '\n' && character <> '\t'
        | UnicodeCategory.LineSeparator
        | UnicodeCategory.ParagraphSeparator -> true
        | _ -> character = '\uFEFF'

    /// Problems of text that is valid Unicode; empty when there are none.
    let check file (text: string) =
        match Seq.tryFind (isRefused text) (seq { 0 .. text.Length - 1 }) with
        | Some index ->
            let code = (int text[index]).ToString("X4", CultureInfo.InvariantCulture)

            [
                misreading (locate file text index) $"the character U+{code} isn't allowed in a manifest; remove it"
            ]
        | None -> WhiteSpace.check file text

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
                    misreading
                        (locate file before before.Length)
                        $"byte 0x{value} isn't UTF-8 text; save the file as UTF-8"
                ]

    let private (|StartsWith|_|) (prefix: byte list) (bytes: byte[]) =
        bytes.AsSpan().StartsWith(ReadOnlySpan(Array.ofList prefix))

    /// The manifest's text, without a byte order mark, or why the bytes can't be one.
    let decode file (bytes: ReadOnlyMemory<byte>) =
        let refuse message =
            Error [ misreading (start file) message ]

        if bytes.IsEmpty then
            refuse "the file is empty; a manifest begins with 'name: my-experiment'"
        elif bytes.Length > largest then
            refuse $"the file is larger than {largest} bytes, the most that a manifest may have"
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
