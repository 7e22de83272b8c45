namespace SparsePlugins.Schema

open System
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// JSON for people.
module internal IndentedJson =
    let private width = 120

    let rec private write (indent: string) json =
        let inner = indent + "  "
        let short = Json.spaced json

        let lines opening closing (items: string list) =
            $"{opening}\n{inner}"
            + String.Join(",\n" + inner, items)
            + $"\n{indent}{closing}"

        match json with
        | _ when indent.Length + short.Length <= width -> short
        | JsonArray items -> items |> List.map (write inner) |> lines "[" "]"
        | JsonObject members ->
            members
            |> List.map (fun (key, value) -> Json.spaced (JsonText key) + ": " + write inner value)
            |> lines "{" "}"
        | JsonNull
        | JsonFlag _
        | JsonNumber _
        | JsonText _ -> short

    /// Two spaces a level; what is short stands on one line.
    let render json = write "" json + "\n"
