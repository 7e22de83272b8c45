using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SparsePlugins.Planning.Tests.Schema;

/// <summary>The part of JSON Schema (draft 2020-12) that manifests need, read from its specification; anything else fails.</summary>
internal sealed class SchemaValidator(JsonObject root)
{
    public bool IsValid(JsonNode? value) => IsValid(root, value);

    private bool IsValid(JsonNode schema, JsonNode? value) =>
        schema is JsonObject rules ? rules.All(rule => Holds(rules, rule.Key, rule.Value!, value)) : schema.GetValue<bool>();

    private bool Holds(JsonObject rules, string keyword, JsonNode rule, JsonNode? value) =>
        keyword switch
        {
            "$schema" or "$defs" or "title" or "description" or "default" or "then" or "else" => true,
            "$ref" => IsValid(Definition(rule.GetValue<string>()), value),
            "anyOf" => rule.AsArray().Any(option => IsValid(option!, value)),
            "allOf" => rule.AsArray().All(part => IsValid(part!, value)),
            "if" => IsValid(rule, value) ? IsValid(rules["then"]!, value) : rules["else"] is not { } otherwise || IsValid(otherwise, value),
            "const" => JsonNode.DeepEquals(rule, value),
            "enum" => rule.AsArray().Any(option => JsonNode.DeepEquals(option, value)),
            "type" => rule is JsonArray types ? types.Any(type => HasType(type!, value)) : HasType(rule, value),
            "minimum" => Number(value) is not { } number || number >= rule.GetValue<double>(),
            "maximum" => Number(value) is not { } number || number <= rule.GetValue<double>(),
            "pattern" => Text(value) is not { } text || Regex.IsMatch(text, rule.GetValue<string>()),
            "items" => value is not JsonArray items || items.All(item => IsValid(rule, item)),
            "minItems" => value is not JsonArray items || items.Count >= rule.GetValue<int>(),
            "uniqueItems" => value is not JsonArray items || items.Select(item => item?.ToJsonString()).Distinct().Count() == items.Count,
            "properties" => value is not JsonObject members || members.All(m => rule[m.Key] is not { } known || IsValid(known, m.Value)),
            "patternProperties" => value is not JsonObject members
                || members.All(m => rule.AsObject().All(known => !Regex.IsMatch(m.Key, known.Key) || IsValid(known.Value!, m.Value))),
            "minProperties" => value is not JsonObject members || members.Count >= rule.GetValue<int>(),
            "required" => value is not JsonObject members || rule.AsArray().All(name => members.ContainsKey(name!.GetValue<string>())),
            "additionalProperties" => value is not JsonObject members
                || rule.GetValue<bool>()
                || members.All(member => IsDescribed(rules, member.Key)),
            _ => throw new NotSupportedException($"the keyword '{keyword}' is not known here"),
        };

    private static bool IsDescribed(JsonObject rules, string key) =>
        rules["properties"]!.AsObject().ContainsKey(key)
        || rules["patternProperties"] is JsonObject patterns && patterns.Any(pattern => Regex.IsMatch(key, pattern.Key));

    private JsonNode Definition(string reference) => root["$defs"]![reference["#/$defs/".Length..]]!;

    private static bool HasType(JsonNode type, JsonNode? value) =>
        type.GetValue<string>() switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => Text(value) is not null,
            "boolean" => value is JsonValue flag && flag.TryGetValue<bool>(out _),
            "number" => Number(value) is not null,
            "integer" => Number(value) is { } number && double.IsInteger(number),
            var other => throw new NotSupportedException($"the type '{other}' is not known here"),
        };

    private static string? Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;

    private static double? Number(JsonNode? value) => value is JsonValue number && number.TryGetValue<double>(out var found) ? found : null;
}
