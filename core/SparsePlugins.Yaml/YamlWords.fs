namespace SparsePlugins.Yaml

/// What a parser's complaint means for the person who typed.
module YamlWords =
    /// The first fragment that the complaint contains decides.
    let private words =
        [
            "unexpected end of stream", "the quote that begins here isn't closed"
            "escape",
            "a backslash begins an escape that YAML doesn't know; write \\\\ for a backslash, or use single quotes"
            "surrogates", "half a character is escaped here; type the character itself"
            "wrong indentation", "the quote that begins here isn't closed on its line"
            "multiline plain scalar", "the line before isn't 'key: value'; is the space after its ':' missing?"
            "invalid mapping",
            "a ':' isn't allowed here; give each key a line of its own, indent the keys of one mapping equally, and quote text that holds ': '"
            "Block sequence entries", "a list can't begin here; begin '- ' on a line of its own, or write [a, b]"
            "did not find expected key",
            "expected 'key: value' in the column of the keys above; check the indentation, the space after ':', and what follows a closing quote or bracket"
            "'-' indicator", "expected '- ', as in the lines above; entries of a list and keys can't be mixed"
            "document start", "expected 'key: value'; keys that belong together begin in the same column"
            "',' or", "expected a comma or the closing bracket"
            "node content", "expected a value; check the commas and brackets before it"
            "expected ':'", "expected 'key: value'; is the ':' missing?"
            "tab", "a tab; YAML indents with spaces, so write spaces here"
            "block scalar", "text after '|' or '>' isn't used in manifests; write the value on one line"
            "tag", "tags ('!') aren't allowed; write the value alone"
            "anchor", "anchors and aliases ('&', '*') aren't allowed; write the value out"
        ]

    let private explained (complaint: string) =
        words
        |> List.tryFind (fun (fragment, _) -> complaint.Contains fragment)
        |> Option.map snd
        |> Option.defaultValue "this isn't valid YAML; check the indentation, quotes and brackets"

    /// In our words: what was expected, and what to type. `character` is what stands at the place.
    let explain (complaint: string) (character: char option) =
        match character with
        | Some c when complaint.Contains "cannot start any token" ->
            $"'{c}' can't begin a value; put the text in quotes"
        | _ -> explained complaint
