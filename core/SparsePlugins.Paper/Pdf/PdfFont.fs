/// The fonts that every PDF reader has: Helvetica, and Symbol for what Helvetica's encoding lacks.
module internal SparsePlugins.Paper.PdfFont

type Font =
    | Helvetica
    | Symbol

/// Widths of the characters from the space to the tilde in thousandths of the size, by Adobe's font metrics.
let private ascii =
    [|
        278
        278
        355
        556
        556
        889
        667
        191
        333
        333
        389
        584
        278
        333
        278
        278
        556
        556
        556
        556
        556
        556
        556
        556
        556
        556
        278
        278
        584
        584
        584
        556
        1015
        667
        667
        722
        722
        667
        611
        778
        722
        278
        500
        667
        556
        833
        722
        778
        667
        778
        722
        667
        611
        722
        667
        944
        667
        667
        611
        278
        278
        278
        469
        556
        333
        556
        556
        500
        556
        556
        278
        556
        556
        222
        222
        500
        222
        833
        556
        556
        556
        556
        333
        500
        278
        556
        500
        722
        500
        500
        500
        334
        260
        334
        584
    |]

/// Beyond ASCII in Windows' encoding: code and width.
let private latin =
    Map
        [
            '–', (0x96, 556)
            '—', (0x97, 1000)
            '…', (0x85, 1000)
            '’', (0x92, 222)
            '“', (0x93, 333)
            '”', (0x94, 333)
            '•', (0x95, 350)
            '±', (0xB1, 584)
            '·', (0xB7, 278)
            '×', (0xD7, 584)
            '²', (0xB2, 333)
            '³', (0xB3, 333)
            'µ', (0xB5, 556)
        ]

/// In the encoding of Symbol: code and width.
let private symbols =
    Map
        [
            '−', (0x2D, 549)
            '≥', (0xB3, 549)
            '≤', (0xA3, 549)
            '≈', (0xBB, 549)
            '≠', (0xB9, 549)
            '∞', (0xA5, 713)
            '→', (0xAE, 987)
            '←', (0xAC, 987)
            '↑', (0xAD, 603)
            '↓', (0xAF, 603)
            'α', (0x61, 631)
            'β', (0x62, 549)
            'γ', (0x67, 411)
            'δ', (0x64, 494)
            'ε', (0x65, 439)
            'η', (0x68, 603)
            'θ', (0x71, 521)
            'κ', (0x6B, 549)
            'λ', (0x6C, 549)
            'μ', (0x6D, 576)
            'ρ', (0x72, 549)
            'σ', (0x73, 603)
            'τ', (0x74, 439)
            'φ', (0x66, 521)
        ]

/// The font, the code and the width of a character; a question mark where neither font has it.
let glyph (character: char) =
    if character >= ' ' && character <= '~' then
        Helvetica, int character, ascii[int character - int ' ']
    else
        match latin.TryFind character, symbols.TryFind character with
        | Some(code, width), _ -> Helvetica, code, width
        | None, Some(code, width) -> Symbol, code, width
        | None, None when character = '\u00A0' || character = '\u202F' || character = '\u2009' ->
            Helvetica, int ' ', 278
        | None, None when character >= '\u00C0' && character <= '\u00FF' -> Helvetica, int character, 556
        | None, None -> Helvetica, int '?', 556

/// The width of a text.
let width (size: float) (text: string) =
    size
    * float (text |> Seq.sumBy (fun character -> let _, _, width = glyph character in width))
    / 1000.0
