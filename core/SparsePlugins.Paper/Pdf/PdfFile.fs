/// A page as a PDF file, which is ASCII text: the same drawing gives the same bytes.
module internal SparsePlugins.Paper.PdfFile

open System.Text
open SparsePlugins.Figures
open SparsePlugins.Paper.PdfPage

let private font name =
    let encoding =
        if name = "Symbol" then
            ""
        else
            " /Encoding /WinAnsiEncoding"

    $"<< /Type /Font /Subtype /Type1 /BaseFont /{name}{encoding} >>"

let private states (opacities: int list) =
    opacities
    |> List.map (fun percent ->
        let share = Svg.number (float percent / 100.0)
        $"/A{percent} << /ca {share} /CA {share} >>")
    |> String.concat " "

/// Catalog, pages, page, content and three fonts.
let private objects (page: Page) =
    [
        "<< /Type /Catalog /Pages 2 0 R >>"
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
        $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Svg.number page.Width} {Svg.number page.Height}] /Contents 4 0 R "
        + $"/Resources << /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R >> /ExtGState << {states page.Opacities} >> >> >>"
        $"<< /Length {page.Content.Length + 1} >>\nstream\n{page.Content}\nendstream"
        font "Helvetica"
        font "Helvetica-Bold"
        font "Symbol"
    ]

let render (page: Page) =
    let text = StringBuilder "%PDF-1.4\n"

    let offsets =
        objects page
        |> List.mapi (fun index content ->
            let offset = text.Length
            text.Append($"{index + 1} 0 obj\n{content}\nendobj\n") |> ignore
            offset)

    let table = text.Length
    text.Append($"xref\n0 {offsets.Length + 1}\n0000000000 65535 f \n") |> ignore

    for offset in offsets do
        text.Append(offset.ToString "D10").Append " 00000 n \n" |> ignore

    text.Append($"trailer\n<< /Size {offsets.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%%%EOF\n").ToString()
