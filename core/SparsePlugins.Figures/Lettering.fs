/// Where text goes, without fonts to measure it by.
module SparsePlugins.Figures.Lettering

open System

/// Letters by their width in em in DejaVu Sans, the widest of the common sans-serif fonts.
let private letters =
    Map
        [
            for width, letters in
                [
                    0.30, "ijlIJ'"
                    0.37, " .,:;/|-f"
                    0.42, "()[]tr!"
                    0.54, "sz?_*\""
                    0.60, "cvxykLF"
                    0.70, "ABCEKPRSTVXYZ"
                    0.79, "DGHNOQU&"
                    0.84, "w=+<>#~^±≥≤→←−×"
                    1.00, "mMW%@…"
                ] do
                for letter in letters -> letter, width
        ]

let private widthOf (character: char) =
    match letters.TryFind character with
    | Some width -> width
    | None when character < '\u2E80' -> 0.65
    | None -> 1.05

/// How much wider semibold letters are.
let semibold = 1.13

/// Pixels that a text takes at most, in the common sans-serif fonts.
let width size (text: string) = size * (text |> Seq.sumBy widthOf)

/// How many characters of a text fit, ended after a blank or, failing that, a sign in its second half.
let private fitting size limit (text: string) =
    let most =
        seq { 1 .. text.Length }
        |> Seq.takeWhile (fun length -> width size (text.Substring(0, length)) <= limit)
        |> Seq.fold max 1

    let endedBy (separators: string) =
        seq { most .. -1 .. most / 2 + 1 }
        |> Seq.tryFind (fun length -> separators.Contains text[length - 1])

    if most >= text.Length then
        most
    else
        endedBy " " |> Option.orElse (endedBy ",+(-=/") |> Option.defaultValue most

/// Breaks a text into lines that fit.
let rec wrap size limit (text: string) =
    match fitting size limit text with
    | all when all >= text.Length -> [ text ]
    | part ->
        text.Substring(0, part).TrimEnd()
        :: wrap size limit (text.Substring(part).TrimStart())

/// Cuts a text so that it fits.
let cut size limit (text: string) =
    if width size text <= limit then
        text
    else
        text.Substring(0, fitting size (limit - size) text).TrimEnd() + "…"

/// Cuts the middle out of a name so that it fits: names that differ often do so at their ends.
let cutMiddle size limit (text: string) =
    if width size text <= limit then
        text
    else
        let kept length =
            let first = length * 2 / 5
            text.Substring(0, first) + "…" + text.Substring(text.Length - (length - first))

        seq { text.Length - 1 .. -1 .. 1 }
        |> Seq.map kept
        |> Seq.tryFind (fun shorter -> width size shorter <= limit)
        |> Option.defaultValue "…"

/// Moves positions, given in ascending order, apart by at least a gap and keeps them above a lowest line.
let spread gap lowest positions =
    let down =
        positions
        |> List.scan (fun last wanted -> max wanted (last + gap)) -infinity
        |> List.tail

    List.scanBack (fun wanted next -> min wanted (next - gap)) down (lowest + gap)
    |> List.take down.Length
