/// Names of figures, and what their axes share.
module SparsePlugins.Drawings.FigureNames

open System
open System.Security.Cryptography
open System.Text
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics

let private longestSlug = 80

/// A file's name for a text from a record: no folder, not too long, and another text has another one, also where case doesn't count.
let slug (text: string) =
    let isPlain c =
        Char.IsAsciiLetterLower c || Char.IsAsciiDigit c || c = '-' || c = '.'

    let plain =
        text.ToLowerInvariant()
        |> String.mapi (fun i c -> if isPlain c && not (i = 0 && c = '.') then c else '-')

    if
        plain.Length >= 1
        && plain.Length <= longestSlug
        && text[0] <> '.'
        && text |> Seq.forall (fun c -> isPlain c || c = '_')
    then
        plain
    else
        let hash = SHA256.HashData(Encoding.UTF8.GetBytes text) |> Convert.ToHexStringLower
        $"{plain.Substring(0, min plain.Length longestSlug)}-{hash.Substring(0, 8)}"

/// `1 step = 512 samples`, or several.
let batches (records: RunRecord list) =
    records
    |> List.map _.Batch
    |> List.distinct
    |> List.sort
    |> List.map (int64 >> Numbers.whole)
    |> fun sizes -> $"""1 step = {String.Join(" or ", sizes)} samples"""

/// What paths of a section's figures begin with, so that settings don't share one.
let prefix (summary: Summary) index =
    if summary.Sections.Length > 1 then
        $"setting-{index + 1}-"
    else
        ""
