using System.Text.RegularExpressions;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of the parameters that an architecture asks for.</summary>
internal static partial class ParameterRules
{
    internal static void ParametersFit(CheckedArchitecture it)
    {
        var parameters = it.Create().Parameters(it.Problem.Shape);
        Require.All(
            parameters,
            parameter => Require.That(SnakeCase().IsMatch(parameter.Name), $"the parameter '{parameter.Name}' is not in snake_case")
        );
        Require.All(
            parameters.GroupBy(parameter => parameter.Name),
            group => Require.That(group.Count() == 1, $"two parameters are named '{group.Key}'")
        );
        Require.All(parameters, parameter => RequireRole(parameter, it.Problem.Shape.Features));
        Require.All(ParameterShape.Standard(it.Problem.Shape, decoderBias: false), standard => RequireStandard(standard, parameters));
    }

    internal static void FormulaNamesThem(CheckedArchitecture it)
    {
        var formula = it.Create().Formula;
        Require.All(
            it.Create()
                .Parameters(it.Problem.Shape)
                .Where(parameter => parameter.Role != ParameterRole.TrainingBuffer)
                .Where(parameter => parameter is not { Name: ParameterShape.DecoderBias, Role: ParameterRole.Buffer }), // Not trained, it is 0.
            parameter =>
                Require.That(
                    formula.Contains(parameter.Name, StringComparison.Ordinal),
                    $"the formula '{formula}' does not name '{parameter.Name}'"
                )
        );
    }

    private static void RequireStandard(ParameterShape standard, IReadOnlyList<ParameterShape> parameters)
    {
        var found = parameters.FirstOrDefault(parameter => parameter.Name == standard.Name);
        Require.That(found is not null, $"there is no parameter '{standard.Name}'; begin the list with ParameterShape.Standard");
        Require.That(
            found!.Size.SequenceEqual(standard.Size),
            $"'{standard.Name}' is [{string.Join(", ", found.Size)}]; expected [{string.Join(", ", standard.Size)}]"
        );
    }

    private static void RequireRole(ParameterShape parameter, int features)
    {
        Require.That(
            parameter.Role is not (ParameterRole.FeatureRows or ParameterRole.Shared) || parameter.Type == ScalarType.Float32,
            $"'{parameter.Name}' is trained, so it must be Float32; it is {parameter.Type}"
        );
        Require.That(
            parameter.Role != ParameterRole.FeatureRows || (parameter.Size is [var rows, ..] && rows == features),
            $"'{parameter.Name}' has rows of features, so its first dimension must be F = {features}; it is [{string.Join(", ", parameter.Size)}]"
        );
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
