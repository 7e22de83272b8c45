namespace SparsePlugins.Plugins.Tests;

/// <summary>What compiles and would make wrong results is refused, with its place.</summary>
public sealed class SourceRulesTests : IDisposable
{
    private const string PlaceRule = "leads to files that are not in a run's id; a file that is read is an option with [InputPath]";
    private const string FileRule =
        "reads a file of a fixed name, which is not in a run's id; a file that is read is an option with [InputPath]";

    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("typeof(string).Assembly.Location", "Assembly.Location")]
    [InlineData("System.Reflection.Assembly.GetExecutingAssembly().Location", "Assembly.Location")]
    [InlineData("typeof(string).Module.FullyQualifiedName", "Module.FullyQualifiedName")]
    [InlineData("AppContext.BaseDirectory", "AppContext.BaseDirectory")]
    [InlineData("AppDomain.CurrentDomain.BaseDirectory", "AppDomain.BaseDirectory")]
    [InlineData("Environment.CurrentDirectory", "Environment.CurrentDirectory")]
    [InlineData("CurrentDirectory", "Environment.CurrentDirectory")]
    [InlineData("Directory.GetCurrentDirectory()", "Directory.GetCurrentDirectory")]
    [InlineData("Environment.ProcessPath", "Environment.ProcessPath")]
    [InlineData("Environment.GetCommandLineArgs()[0]", "Environment.GetCommandLineArgs")]
    public void What_leads_to_files_beside_the_code_or_the_command_is_refused(string expression, string member) =>
        Assert.Contains($"error SP0001: {member} {PlaceRule}", Assert.Single(Errors(expression)), StringComparison.Ordinal);

    [Fact]
    public void The_place_of_the_source_file_is_refused() =>
        Assert.EndsWith(
            $"error SP0001: [CallerFilePath] {PlaceRule}",
            Assert.Single(Errors("1", "static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = \"\") => path;")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("File.ReadAllText(\"table.txt\")", "File.ReadAllText")]
    [InlineData("File.ReadAllText(Path.Combine(\"data\", \"table.txt\"))", "File.ReadAllText")]
    [InlineData("new StreamReader(\"/data/table.txt\")", "new StreamReader")]
    [InlineData("Directory.GetFiles(\".\")", "Directory.GetFiles")]
    [InlineData("load(\"table.dat\")", "torch.load")]
    [InlineData(
        "File.ReadAllText(Table)",
        "File.ReadAllText",
        "static readonly string Table = \"table\" + Extension; const string Extension = \".txt\";"
    )]
    [InlineData(
        "File.ReadAllText(Table)",
        "File.ReadAllText",
        "static string Table => $\"table{Extension}\"; const string Extension = \".txt\";"
    )]
    [InlineData("Table()", "File.ReadAllText", "static string Table() { var path = \"table.txt\"; return File.ReadAllText(path); }")]
    [InlineData("new StreamReader(encoding: System.Text.Encoding.UTF8, path: \"table.txt\")", "new StreamReader")]
    [InlineData("System.Xml.Linq.XDocument.Load(\"table.xml\")", "XDocument.Load")]
    public void A_file_of_a_fixed_name_is_refused(string expression, string call, string more = "") =>
        Assert.Contains($"error SP0002: {call} {FileRule}", Assert.Single(Errors(expression, more)), StringComparison.Ordinal);

    [Fact]
    public void The_sum_over_a_bare_zero_is_refused_and_the_one_over_a_dimension_is_not()
    {
        Assert.EndsWith(
            "error SP0003: the bare 0 of sum(0) is taken for a type and gives the total as a byte; write sum(dim: 0)",
            Assert.Single(Errors("sample.sum(0)")),
            StringComparison.Ordinal
        );
        Assert.Empty(Errors("(sample.sum(dim: 0), sample.sum(), sample.sum(ScalarType.Float64), sample.mean([0L]), sample.select(0, 0))"));
    }

    [Fact]
    public void Files_that_are_options_and_names_of_members_are_no_breach() =>
        Assert.Empty(Errors("(File.ReadAllText(options.Table), nameof(AppContext.BaseDirectory), Path.GetFileName(options.Table))"));

    [Theory]
    [InlineData("static string Read(string table) { var path = \"\"; path = table; return File.ReadAllText(path); }")]
    [InlineData("static string Table => Other; static string Other => Table; static string Read(string table) => File.ReadAllText(Table);")]
    [InlineData(
        "static string Read(string table) { var path = \"\"; Set(ref path, table); return File.ReadAllText(path); } static void Set(ref string path, string table) => path = table;"
    )]
    public void A_path_that_gets_another_value_or_none_at_all_is_no_fixed_name(string more) =>
        Assert.Empty(Errors("Read(options.Table)", more));

    [Fact]
    public void A_violation_is_reported_with_its_line_and_column()
    {
        var file = _folder.Write("side.cs", Text("AppContext.BaseDirectory"));
        using var plugins = PluginSet.Load([file]);

        Assert.Equal(
            $"{file}: not loaded: it breaks a rule of single-file plugins; fix what is listed\n"
                + $"  side.cs(19,33): error SP0001: AppContext.BaseDirectory {PlaceRule}",
            Assert.Single(plugins.Refused).ToString()
        );
    }

    [Fact]
    public void An_assembly_may_look_into_its_own_folder_and_not_beside_the_command()
    {
        const string Own = "public static class Side { public static string Text => typeof(Side).Assembly.Location; }";
        const string Hosts = "public static class Side { public static string Text => System.AppContext.BaseDirectory; }";
        _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("own", 1, Own)));
        using (var plugins = PluginSet.Load([_folder.Root]))
        {
            Assert.Empty(plugins.Refused);
        }

        _folder.Add("Own", Compiled.Plugin("Own", Texts.Initializer("own", 1, Hosts)));
        Assert.Equal(
            "Own.dll uses System.AppContext.BaseDirectory, which leads to files that are not in a run's id; "
                + "a file that is read is an option with [InputPath], or lies in the plugin's folder and is found by Assembly.Location",
            _folder.Refusal()
        );
    }

    private IReadOnlyList<string> Errors(string expression, string more = "")
    {
        using var plugins = PluginSet.Load([_folder.Write("side.cs", Text(expression, more))]);
        return plugins.Refused.SelectMany(refused => refused.Errors).ToArray();
    }

    private static string Text(string expression, string more = "") =>
        $$"""
            using SparsePlugins.Contracts;
            using static System.Environment;
            using static TorchSharp.torch;

            /// <summary>Settings.</summary>
            public sealed record SideOptions : InitializerOptions
            {
                /// <summary>A table.</summary>
                [InputPath]
                public string Table { get; init; } = "";
            }

            /// <summary>Points of the sample.</summary>
            [Component("side")]
            public sealed class Side(SideOptions options) : IDictionaryInitializer
            {
                public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
                {
                    var value = ({{expression}});
                    return AutoencoderWeights.FromDirections(sample[..shape.Features], sample, options, context);
                }

                {{more}}
            }
            """;
}
