/// Text as PDF writes it.
module internal SparsePlugins.Paper.PdfText

open System.Text
open SparsePlugins.Paper.PdfFont

let private escaped (code: int) =
    match char code with
    | '('
    | ')'
    | '\\' -> $"\\{char code}"
    | plain when code >= 32 && code < 127 -> string plain
    | _ -> $"\\{code / 64}{code / 8 % 8}{code % 8}"

/// Characters of one font in a row.
let private runs (text: string) =
    text
    |> Seq.map glyph
    |> Seq.fold
        (fun found (font, code, _) ->
            match found with
            | (last, codes: string) :: rest when last = font -> (font, codes + escaped code) :: rest
            | _ -> (font, escaped code) :: found)
        []
    |> List.rev

let private fontName font isBold =
    match font, isBold with
    | Helvetica, false -> "F1"
    | Helvetica, true -> "F2"
    | Symbol, _ -> "F3"

/// Text whose base line begins at a place; the page's y axis points up.
let show (x: string, y: string) (size: string) isBold (text: string) =
    let builder = StringBuilder $"BT 1 0 0 1 {x} {y} Tm"

    for font, codes in runs text do
        builder.Append $" /{fontName font isBold} {size} Tf ({codes}) Tj" |> ignore

    builder.Append(" ET").ToString()
