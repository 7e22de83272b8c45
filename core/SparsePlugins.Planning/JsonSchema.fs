namespace SparsePlugins.Planning

open System
open System.Collections.Generic

/// JSON Schema for values: what `OptionReader` reads.
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

    /// `{ each: [...] }` of what the definition describes.
    let private each definition =
        let values =
            [ kind "array"; "minItems", Json.integer 1L; "items", reference definition ]

        JsonObject(closed [ "each", JsonObject values ] [ "each" ])

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
        | Integer(least, most) -> JsonObject(kind "integer" :: bounds (OptionText.bounds least most))
        | Number(least, most) -> JsonObject(kind "number" :: bounds (OptionText.numberBounds least most))
        | Choice names -> JsonObject [ "enum", JsonArray [ for name in names -> JsonText name ] ]
        | Text
        | InputPath -> text form
        | Many element ->
            let item = item |> Option.defaultValue (ofType None form element)
            anyOf [ item; JsonObject [ kind "array"; "items", item ] ]

/// JSON Schema for keys: what `ManifestSchema` and the catalog describe.
module internal KeySchema =
    open ValueSchema

    /// Definitions that a schema needs, and the schema.
    type Part =
        {
            Definitions: (string * Json) list
            Schema: Json
        }

    let private documented (option: OptionSchema) =
        let unit = if option.Unit = "" then "" else $" Unit: {option.Unit}."

        let fallback =
            option.Default
            |> Option.ofObj
            |> Option.map (fun value -> "default", Json.ofOption value)

        [
            yield "description", JsonText((option.Summary + unit).Trim())
            yield! Option.toList fallback
        ]

    let private add more schema =
        match schema with
        | JsonObject members -> JsonObject(members @ more)
        | JsonNull
        | JsonFlag _
        | JsonNumber _
        | JsonText _
        | JsonArray _ -> schema

    /// `scope` keeps the definitions of different components apart.
    let field scope (field: Field) : Part =
        let name = $"{scope}.{field.Option.Name}"

        let items, item =
            match field.Option.Type with
            | Many element when field.Varies ->
                let item = name + ".item"
                [ varying item (ofType None field.Form element) ], Some(reference item)
            | _ -> [], None

        let value = ofType item field.Form field.Option.Type

        if field.Varies then
            {
                Definitions = varying name value :: items
                Schema = reference name |> add (documented field.Option)
            }
        else
            {
                Definitions = []
                Schema = add (documented field.Option) value
            }

    /// A mapping of fields, which as a whole may vary.
    let mapping scope varies (fields: Field list) : Part =
        let parts = fields |> List.map (fun f -> f.Option.Name, field scope f)
        let required = fields |> List.filter _.Required |> List.map _.Option.Name

        let schema =
            closed (parts |> List.map (fun (name, part) -> name, part.Schema)) required

        {
            Definitions =
                definition scope varies (JsonObject schema)
                :: (parts |> List.collect (fun (_, part) -> part.Definitions))
            Schema = reference scope
        }

    /// What is compared may vary; metrics may not.
    let private mayVary (schemas: ComponentSchema list) =
        schemas |> List.forall (fun schema -> schema.Kind <> Metric)

    let private optionFields (schema: ComponentSchema) =
        schema.Options
        |> Seq.map ManifestSchema.field
        |> Seq.map (fun field ->
            { field with
                Varies = mayVary [ schema ]
            })
        |> List.ofSeq

    let private needsOptions schema =
        optionFields schema |> List.exists _.Required

    let private named (schema: ComponentSchema) =
        JsonObject [ "const", JsonText schema.Name; "description", JsonText schema.Summary ]

    /// `with` follows `use`.
    let private choosing scope (schema: ComponentSchema) =
        let isUsed =
            JsonObject
                [
                    "properties", JsonObject [ "use", JsonObject [ "const", JsonText schema.Name ] ]
                    "required", JsonArray [ JsonText "use" ]
                ]

        let options = JsonObject [ "with", reference $"{scope}.with.{schema.Name}" ]

        JsonObject
            [
                "if", isUsed
                "then",
                JsonObject
                    [
                        "properties", options
                        if needsOptions schema then
                            "required", JsonArray [ JsonText "with" ]
                    ]
            ]

    let private nameOf scope (schemas: ComponentSchema list) =
        definition $"{scope}.names" (mayVary schemas) (anyOf (schemas |> List.map named))

    let private mappingOf scope (schemas: ComponentSchema list) (extras: (Field * Part) list) =
        let properties =
            [
                "use", reference $"{scope}.names"
                "with", JsonObject [ "type", JsonText "object" ]
                for extra, part in extras do
                    extra.Option.Name, part.Schema
            ]

        let required =
            "use"
            :: [
                for extra, _ in extras do
                    if extra.Required then
                        extra.Option.Name
            ]

        JsonObject(
            closed properties required
            @ [
                if not schemas.IsEmpty then
                    "allOf", JsonArray(schemas |> List.map (choosing scope))
            ]
        )

    /// The definition of an entry that names a component of a kind, and those that it needs.
    let entry scope (schemas: ComponentSchema list) (extras: Field list) (words: string list) : (string * Json) list =
        let extraParts = extras |> List.map (fun extra -> extra, field scope extra)

        let short =
            [
                for word in words do
                    JsonObject [ "const", JsonText word ]
                if not (extras |> List.exists _.Required) then
                    for schema in schemas do
                        if not (needsOptions schema) then
                            named schema
            ]

        let options =
            schemas
            |> List.collect (fun schema ->
                (mapping $"{scope}.with.{schema.Name}" (mayVary schemas) (optionFields schema)).Definitions)

        [
            yield definition scope (mayVary schemas) (anyOf (short @ [ mappingOf scope schemas extraParts ]))
            yield nameOf scope schemas
            yield! extraParts |> List.collect (fun (_, part) -> part.Definitions)
            yield! options
        ]

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

    static member private Seeds =
        let most = int64 ManifestSchema.mostSeeds
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
                                "maximum", Json.integer most
                            ]
                        JsonObject
                            [
                                ValueSchema.kind "array"
                                "minItems", Json.integer 1L
                                "uniqueItems", JsonFlag true
                                "items", seed
                            ]
                    ]
                "default", Json.integer 5L
            ]

    static member private Described summary (schema: Json) =
        match schema with
        | JsonObject members when not (members |> List.exists (fun (name, _) -> name = "description")) ->
            JsonObject(members @ [ "description", JsonText summary ])
        | _ -> schema

    static member private Key (catalog: Catalog) (key: ManifestKey) : KeySchema.Part =
        let part: KeySchema.Part =
            match key.Shape with
            | Single field -> KeySchema.field "manifest" field
            | Seeds ->
                {
                    Definitions = []
                    Schema = JsonSchema.Seeds
                }
            | Section fields -> KeySchema.mapping key.Name true fields
            | OneComponent kind ->
                {
                    Definitions = KeySchema.entry key.Name (ComponentReader.ofKind catalog kind) [] []
                    Schema = ValueSchema.reference key.Name
                }
            | Members(kind, extras, words) ->
                {
                    Definitions = KeySchema.entry key.Name (ComponentReader.ofKind catalog kind) extras words
                    Schema = JsonSchema.Entries key.Name
                }

        { part with
            Schema = JsonSchema.Described key.Summary part.Schema
        }

    /// A JSON Schema (draft 2020-12) that knows every component of the catalog, indented, ending with a line break.
    static member Render(catalog: Catalog) : string =
        let parts =
            ManifestSchema.keys
            |> List.map (fun key -> key.Name, JsonSchema.Key catalog key)

        let required = ManifestSchema.keys |> List.filter _.Required |> List.map _.Name

        JsonObject(
            [
                "$schema", JsonText "https://json-schema.org/draft/2020-12/schema"
                "title", JsonText "SparsePlugins experiment manifest"
            ]
            @ ValueSchema.closed (parts |> List.map (fun (name, part) -> name, part.Schema)) required
            @ [
                "$defs", JsonObject(parts |> List.collect (fun (_, part) -> part.Definitions))
            ]
        )
        |> Json.indented
