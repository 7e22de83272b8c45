/// Text and tables as LaTeX, for the package booktabs.
module internal SparsePlugins.Paper.Latex

open System
open System.Text.RegularExpressions
open SparsePlugins.Documents

let private signs =
    Map
        [
            '&', @"\&"
            '%', @"\%"
            '$', @"\$"
            '#', @"\#"
            '_', @"\_"
            '{', @"\{"
            '}', @"\}"
            '~', @"\textasciitilde{}"
            '^', @"\textasciicircum{}"
            '\\', @"\textbackslash{}"
            '<', "$<$"
            '>', "$>$"
            '±', @"$\pm$"
            '≥', @"$\geq$"
            '≤', @"$\leq$"
            '×', @"$\times$"
            '→', @"$\to$"
            '↑', @"$\uparrow$"
            '↓', @"$\downarrow$"
            '−', "$-$"
            '–', "--"
            '…', @"\ldots{}"
            '\u00A0', "~"
            'λ', @"$\lambda$"
            'α', @"$\alpha$"
            'β', @"$\beta$"
            'γ', @"$\gamma$"
            'σ', @"$\sigma$"
        ]

/// A minus before a digit, which would be set as a hyphen.
let private negative = Regex @"(?<![\w)-])-(?=\d)"

let text (plain: string) =
    negative.Replace(plain, "−")
    |> Seq.map (fun character -> signs.TryFind character |> Option.defaultValue (string character))
    |> String.concat ""

let private cell (content: Cells.Cell) =
    match content with
    | Cells.Best inner -> $@"\textbf{{{text (Cells.text inner)}}}"
    | other -> text (Cells.text other)

/// A table with its caption and label.
let table label (caption: string) (header: string list) (rows: Cells.Cell list list) =
    let line cells =
        "    " + String.Join(" & ", (cells: string list)) + @" \\"

    [
        @"\begin{table}"
        @"  \centering"
        $@"  \caption{{{text caption}}}"
        $@"  \label{{tab:{label}}}"
        $@"  \begin{{tabular}}{{l{String('r', header.Length - 1)}}}"
        @"    \toprule"
        line (List.map text header)
        @"    \midrule"
        for row in rows do
            line (List.map cell row)
        @"    \bottomrule"
        @"  \end{tabular}"
        @"\end{table}"
    ]
    |> String.concat "\n"
    |> fun lines -> lines + "\n"

/// A figure of one column with its caption and label.
let figure label (caption: string) =
    [
        @"\begin{figure}"
        @"  \centering"
        $@"  \includegraphics[width=\columnwidth]{{{label}}}"
        $@"  \caption{{{text caption}}}"
        $@"  \label{{fig:{label}}}"
        @"\end{figure}"
    ]
    |> String.concat "\n"
    |> fun lines -> lines + "\n"
