namespace SparsePlugins.Schema

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// JSON Schema for values: what planning reads.
module internal ValueSchema =
    let kind name = "type", JsonText name

    let reference name =
        JsonObject [ "$ref", JsonText("#/$defs/" + name) ]

    let closed (properties: (string * Json) list) (required: string list) =
        [
            kind "object"
            "properties", JsonObject properties
            if not required.IsEmpty then
                "required", JsonArray(required |> List.map JsonText)
            "additionalProperties", JsonFlag false
        ]

    /// Nothing at all fits where there are no schemas.
    let anyOf schemas =
        match schemas with
        | [] -> JsonFlag false
        | schemas -> JsonObject [ "anyOf", JsonArray schemas ]

    /// `{ each: [...] }` of what the definition describes; `along` where it advances with other axes.
    let private each definition =
        let values =
            [ kind "array"; "minItems", Json.integer 1L; "items", reference definition ]

        let along = [ kind "string"; "pattern", JsonText ManifestKeys.AlongPattern ]
        JsonObject(closed [ "each", JsonObject values; "along", JsonObject along ] [ "each" ])

    /// A definition of a value, or of an axis of such values.
    let varying name schema =
        match schema with
        | JsonObject [ "anyOf", JsonArray schemas ] -> name, anyOf (schemas @ [ each name ])
        | schema -> name, anyOf [ schema; each name ]

    let definition name varies schema =
        if varies then varying name schema else name, schema

    let private bounds (least: string option, most: string option) =
        [
            match least with
            | Some least -> "minimum", JsonNumber least
            | None -> ()
            match most with
            | Some most -> "maximum", JsonNumber most
            | None -> ()
        ]

    /// Text may look like a number or a flag: the schema decides that it is text.
    let private text (form: TextForm option) =
        match form with
        | Some form -> JsonObject [ kind "string"; "pattern", JsonText form.Pattern ]
        | None ->
            JsonObject
                [
                    "type", JsonArray [ JsonText "string"; JsonText "number"; JsonText "boolean" ]
                ]

    let rec ofType (item: Json option) form optionType =
        match optionType with
        | Flag -> JsonObject [ kind "boolean" ]
        | Integer(least, most) -> JsonObject(kind "integer" :: bounds (OptionBounds.ofIntegers least most))
        | Number(least, most) -> JsonObject(kind "number" :: bounds (OptionBounds.ofNumbers least most))
        | Choice names -> JsonObject [ "enum", JsonArray [ for name in names -> JsonText name ] ]
        | Text
        | InputPath -> text form
        | Many element ->
            let item = item |> Option.defaultValue (ofType None form element)
            anyOf [ item; JsonObject [ kind "array"; "items", item ] ]
