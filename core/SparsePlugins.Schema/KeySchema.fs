namespace SparsePlugins.Schema

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// JSON Schema for keys with plain values, and mappings of such.
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
            yield "description", JsonText((OptionSummary.render option + unit).Trim())
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
