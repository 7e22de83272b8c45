namespace SparsePlugins.Yaml

open System

/// Finds what a mistyped word probably meant.
module Spelling =
    let private longest = 64

    /// Edits (insert, delete, replace, swap neighbours) from one word to the other. Three rows and no more: a manifest of unknown keys
    /// asks for this a hundred thousand times.
    let private distance (a: string) (b: string) =
        let mutable before = Array.zeroCreate (b.Length + 1)
        let mutable above = [| 0 .. b.Length |]
        let mutable row = Array.zeroCreate (b.Length + 1)

        for i in 1 .. a.Length do
            row[0] <- i

            for j in 1 .. b.Length do
                let replaced = above[j - 1] + (if a[i - 1] = b[j - 1] then 0 else 1)
                row[j] <- min replaced (1 + min above[j] row[j - 1])

                if i > 1 && j > 1 && a[i - 1] = b[j - 2] && a[i - 2] = b[j - 1] then
                    row[j] <- min row[j] (before[j - 2] + 1)

            let oldest = before
            before <- above
            above <- row
            row <- oldest

        above[b.Length]

    let private plain (word: string) =
        word.ToLowerInvariant().Replace('_', '-')

    /// The known word nearest to the typed one, if it is near at all.
    let nearest (known: string list) (typed: string) =
        if typed.Length > longest then
            None
        else
            let budget (word: string) =
                max 1 (min word.Length typed.Length / 3)

            known
            |> List.filter (fun word -> abs (word.Length - typed.Length) <= budget word)
            |> List.map (fun word -> word, distance (plain word) (plain typed))
            |> List.filter (fun (word, edits) -> edits <= budget word)
            |> List.sortBy snd
            |> List.tryHead
            |> Option.map fst

    /// `; did you mean 'fvu'?`, or nothing.
    let suggestion known typed =
        match nearest known typed with
        | Some word -> $"; did you mean '{word}'?"
        | None -> ""

    /// A received text, quoted, and cut where it is long.
    let quoted (text: string) =
        if text.Length <= longest then
            $"'{text}'"
        else
            let cut =
                if Char.IsHighSurrogate text[longest - 1] then
                    longest - 1
                else
                    longest

            $"'{text.Substring(0, cut)}...'"

    /// `no metric named 'fuv'; did you mean 'fvu'? known: dead-fraction, fvu, l0`.
    let unknown noun (known: string list) typed =
        let hint = suggestion known typed

        let list =
            match known with
            | [] -> "there are none"
            | words -> "known: " + String.Join(", ", words)

        let join = if hint = "" then "; " else " "
        $"no {noun} named {quoted typed}{hint}{join}{list}"
