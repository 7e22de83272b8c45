namespace SparsePlugins.Schema

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// The JSON Schema of manifests, with which editors complete and check them.
[<AbstractClass; Sealed>]
type JsonSchema =
    static member private Entries scope =
        JsonObject
            [
                ValueSchema.kind "array"
                "minItems", Json.integer 1L
                "items", ValueSchema.reference scope
            ]

    static member private Seeds (most: int) (unlessStated: int) =
        let seed = JsonObject [ ValueSchema.kind "integer"; "minimum", Json.integer 0L ]

        JsonObject
            [
                "anyOf",
                JsonArray
                    [
                        JsonObject
                            [
                                ValueSchema.kind "integer"
                                "minimum", Json.integer 1L
                                "maximum", Json.integer (int64 most)
                            ]
                        JsonObject
                            [
                                ValueSchema.kind "array"
                                "minItems", Json.integer 1L
                                "uniqueItems", JsonFlag true
                                "items", seed
                            ]
                    ]
                "default", Json.integer (int64 unlessStated)
            ]

    static member private SizeAlone = "autoencoder.size"

    /// With a list of architectures `autoencoder` has a size alone.
    static member private Autoencoder =
        let isA name =
            JsonObject [ "properties", JsonObject [ "autoencoder", ValueSchema.reference name ] ]

        [
            "if", JsonObject [ "required", JsonArray [ JsonText ManifestKeys.Architectures ] ]
            "then", isA JsonSchema.SizeAlone
            "else", isA "autoencoder"
        ]

    static member private Requires(names: string list) =
        JsonObject [ "required", JsonArray(List.map JsonText names) ]

    static member private Described summary (schema: Json) =
        match schema with
        | JsonObject members when not (members |> List.exists (fun (name, _) -> name = "description")) ->
            JsonObject(members @ [ "description", JsonText summary ])
        | _ -> schema

    static member private Key (catalog: Catalog) (key: ManifestKey) : KeySchema.Part =
        let part: KeySchema.Part =
            match key.Shape with
            | Single field -> KeySchema.field "manifest" field
            | Seeds(most, unlessStated) ->
                {
                    Definitions = []
                    Schema = JsonSchema.Seeds most unlessStated
                }
            | Tune(over, paths, by, seeds) ->
                {
                    Definitions = []
                    Schema = TuneSchema.ofKeys over paths by seeds
                }
            | Fields fields -> KeySchema.mapping key.Name true fields
            | OneComponent(Architecture, extras) ->
                {
                    Definitions =
                        EntrySchema.entry key.Name (catalog.OfKind Architecture) extras []
                        @ (KeySchema.mapping JsonSchema.SizeAlone true extras).Definitions
                    Schema = JsonObject [] // As the list of architectures is there or not.
                }
            | OneComponent(kind, extras) ->
                {
                    Definitions = EntrySchema.entry key.Name (catalog.OfKind kind) extras []
                    Schema = ValueSchema.reference key.Name
                }
            | ManyComponents(Architecture, extras, words) ->
                let known = catalog.OfKind Architecture
                let sections = [ ManifestKeys.OwnTraining ]

                {
                    Definitions = EntrySchema.entryWith key.Name known extras sections words
                    Schema = JsonSchema.Entries key.Name
                }
            | ManyComponents(kind, extras, words) ->
                {
                    Definitions = EntrySchema.entry key.Name (catalog.OfKind kind) extras words
                    Schema = JsonSchema.Entries key.Name
                }

        { part with
            Schema = JsonSchema.Described key.Summary part.Schema
        }

    /// A JSON Schema (draft 2020-12) that knows every component of the catalog, indented, ending with a line break.
    static member Render(catalog: Catalog) : string =
        let parts =
            ManifestKeys.All |> List.map (fun key -> key.Name, JsonSchema.Key catalog key)

        let ofTraining, required =
            ManifestKeys.All
            |> List.filter _.Required
            |> List.map _.Name
            |> List.partition (fun name -> List.contains name ManifestKeys.OfTraining)

        JsonObject(
            [
                "$schema", JsonText "https://json-schema.org/draft/2020-12/schema"
                "title", JsonText "SparsePlugins experiment manifest"
            ]
            @ ValueSchema.closed (parts |> List.map (fun (name, part) -> name, part.Schema)) required
            @ JsonSchema.Autoencoder
            @ [
                "anyOf",
                JsonArray
                    [
                        JsonSchema.Requires ofTraining
                        JsonSchema.Requires [ ManifestKeys.Dictionaries ]
                    ]

                "$defs", JsonObject(parts |> List.collect (fun (_, part) -> part.Definitions))
            ]
        )
        |> IndentedJson.render
