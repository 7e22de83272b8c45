namespace SparsePlugins.Schema

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// JSON Schema for entries that name a component of the catalog.
module internal EntrySchema =
    open ValueSchema
    open KeySchema

    /// What is compared may vary; metrics may not.
    let private mayVary (schemas: ComponentSchema list) =
        schemas |> List.forall (fun schema -> schema.Kind <> Metric)

    let private optionFields (schema: ComponentSchema) =
        schema.Options
        |> Seq.map KeyField.Create
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

    let private mappingOf scope (schemas: ComponentSchema list) (extras: (KeyField * Part) list) sections =
        let properties =
            [
                "use", reference $"{scope}.names"
                "with", JsonObject [ "type", JsonText "object" ]
                for extra, part in extras do
                    extra.Option.Name, part.Schema
                for name, part in sections do
                    name, part.Schema
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

    /// The definition of an entry that names a component of a kind, and those that it needs. `sections` are mappings in it, by key.
    let entryWith
        scope
        (schemas: ComponentSchema list)
        (extras: KeyField list)
        (sections: (string * KeyField list) list)
        (words: string list)
        : (string * Json) list =
        let sectionParts =
            sections
            |> List.map (fun (name, fields) -> name, mapping $"{scope}.{name}" true fields)

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
            yield
                definition scope (mayVary schemas) (anyOf (short @ [ mappingOf scope schemas extraParts sectionParts ]))
            yield nameOf scope schemas
            yield! extraParts |> List.collect (fun (_, part) -> part.Definitions)
            yield! sectionParts |> List.collect (fun (_, part) -> part.Definitions)
            yield! options
        ]

    /// An entry without mappings in it.
    let entry scope schemas extras words = entryWith scope schemas extras [] words
