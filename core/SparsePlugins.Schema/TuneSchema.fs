namespace SparsePlugins.Schema

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// The JSON Schema of `tune`.
module internal TuneSchema =
    open ValueSchema

    /// Values of a key that tuning tries.
    let private values =
        let plain =
            JsonObject
                [
                    "type", JsonArray [ JsonText "number"; JsonText "string"; JsonText "boolean" ]
                ]

        JsonObject
            [
                kind "array"
                "minItems", Json.integer 2L
                "uniqueItems", JsonFlag true
                "items", plain
            ]

    let private seedList =
        [
            kind "array"
            "minItems", Json.integer 1L
            "uniqueItems", JsonFlag true
            "items", JsonObject [ kind "integer"; "minimum", Json.integer 0L ]
        ]

    let private described (field: KeyField) schema =
        field.Option.Name, JsonObject(schema @ [ "description", JsonText field.Option.Summary ])

    let private ofPaths (paths: string list) =
        [
            kind "object"
            "properties", JsonObject [ for path in paths -> path, values ]
            "patternProperties", JsonObject [ @"^autoencoder\.with\.[a-z0-9_]+$", values ]
            "additionalProperties", JsonFlag false
            "minProperties", Json.integer 1L
        ]

    /// Of the keys over, by and seeds; `paths` are what a key of over may be, beside options of the architecture.
    let ofKeys (over: KeyField) paths (by: KeyField) (seeds: KeyField) : Json =
        closed
            [
                described over (ofPaths paths)
                by.Option.Name, (KeySchema.field "tune" by).Schema
                described seeds seedList
            ]
            [ over.Option.Name; by.Option.Name; seeds.Option.Name ]
        |> JsonObject
