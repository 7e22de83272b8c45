/// The last field of a file, `"checksum": "sha256:..."`, over every byte of the text before it.
module internal SparsePlugins.Records.Checksum

open System
open System.Security.Cryptography
open System.Text
open System.Text.Json

let private key = "checksum"
let private ending = "\n}\n"
let private opening = $",\n  \"{key}\": \"sha256:"

let private field (before: string) =
    let hash = SHA256.HashData(Encoding.UTF8.GetBytes before)
    opening + Convert.ToHexStringLower hash + "\"" + ending

/// A text that ends with its checksum, from one that JsonText wrote.
let seal (text: string) =
    let before = text.Substring(0, text.Length - ending.Length)
    before + field before

let private isSealed (text: string) =
    match text.LastIndexOf(opening, StringComparison.Ordinal) with
    | -1 -> false
    | start -> String.Equals(text.Substring start, field (text.Substring(0, start)), StringComparison.Ordinal)

let private refuse message =
    raise (RecordFormatException(message + "; delete it, and the next run writes it again"))

/// Raises RecordFormatException where a text is not as it was written. One without a checksum ends with `last`, the field before it,
/// so that damage to the key itself shows.
let require what last (text: string) (root: JsonElement) =
    if root.ValueKind = JsonValueKind.Object then
        match root.EnumerateObject() |> Seq.tryLast with
        | Some final when final.NameEquals key ->
            if not (isSealed text) then
                refuse $"{what} is not what its checksum says: it was damaged or changed after it was written"
        | Some final when not (final.NameEquals(last: string)) ->
            refuse $"{what} must end with {last} or {key}: it was damaged or changed after it was written"
        | Some _
        | None -> ()

/// Whether a text that was read without an error carries a checksum.
let isPresent (text: string) =
    text.LastIndexOf(opening, StringComparison.Ordinal) >= 0
