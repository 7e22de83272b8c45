/// The sources that components state, as BibTeX.
module internal SparsePlugins.Paper.Bibliography

open System
open System.Text.RegularExpressions

/// `Sharkey, Braun, Millidge, "Taking features out of superposition", Alignment Forum 2022`; what it is cited for may stand before a colon.
let private citation =
    Regex(
        "^(?:[^\"“]*: )?(?<authors>[^\"“]+?),? [\"“](?<title>[^\"”]+?),?[\"”],? *(?<rest>.*)$",
        RegexOptions.Singleline
    )

let private year = Regex @"\b(19|20)\d\d\b"

/// The number of a preprint begins with its year and month.
let private preprint = Regex @"arXiv:? ?(?<year>\d\d)(0[1-9]|1[0-2])\."

/// `A, B, C`, `A and B`, `A et al.` as BibTeX lists authors.
let private authors (text: string) =
    text.Replace(" et al.", ", others").Replace(" and ", ", ").Split(',', StringSplitOptions.RemoveEmptyEntries)
    |> Array.map _.Trim()
    |> Array.filter ((<>) "")
    |> String.concat " and "

let private field name value = $"  {name} = {{{Latex.text value}}}"

/// Braces keep the letters of a title.
let private titleOf (found: Match) =
    let title = Latex.text found.Groups["title"].Value
    $"  title = {{{{{title}}}}}"

/// Where it appeared: what follows after a full stop explains.
let private place (rest: string) =
    let first = rest.Split(". ")[0]
    first.Trim().TrimEnd('.')

let private yearOf (text: string) =
    match year.Match text, preprint.Match text with
    | found, _ when found.Success -> [ field "year" found.Value ]
    | _, found when found.Success -> [ field "year" ("20" + found.Groups["year"].Value) ]
    | _ -> []

let private fields (text: string) =
    let found = citation.Match text

    if found.Success then
        let rest = place found.Groups["rest"].Value

        [
            field "author" (authors found.Groups["authors"].Value)
            titleOf found
            if rest <> "" then
                field "howpublished" rest
            yield! yearOf rest
        ]
    else
        field "note" (text.Trim()) :: yearOf text

let private entry (key: string, text) =
    $"@misc{{{key},\n" + String.Join(",\n", fields text) + "\n}\n"

/// A source may name several works: those with a title have an entry each.
let private entries (name: string, text: string) =
    match text.Split("; ") |> Array.filter citation.IsMatch |> List.ofArray with
    | [] -> [ entry (name, text) ]
    | works ->
        works
        |> List.mapi (fun index work -> entry ((if index = 0 then name else $"{name}-{index + 1}"), work))

let private says (text: string) =
    let plain = text.Trim().TrimEnd('.')

    plain <> ""
    && not (plain.StartsWith("none", StringComparison.OrdinalIgnoreCase))

/// Entries for each component that states a source; the others are named in a comment.
let render (components: (string * string) list) =
    let cited, others =
        components |> List.distinct |> List.sortBy fst |> List.partition (snd >> says)

    let without = others |> List.map fst |> String.concat ", "

    [
        if not others.IsEmpty then
            $"%% without a source: {without}\n"
        yield! List.collect entries cited
    ]
    |> String.concat "\n"
