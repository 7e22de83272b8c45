namespace SparsePlugins.Planning

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
            yield "description", JsonText((Conditions.summary option + unit).Trim())
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
    let field scope (field: KeyField) : Part =
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
    let mapping scope varies (fields: KeyField list) : Part =
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
        |> Seq.map Key.field
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

    let private mappingOf scope (schemas: ComponentSchema list) (extras: (KeyField * Part) list) =
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
    let entry
        scope
        (schemas: ComponentSchema list)
        (extras: KeyField list)
        (words: string list)
        : (string * Json) list =
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
