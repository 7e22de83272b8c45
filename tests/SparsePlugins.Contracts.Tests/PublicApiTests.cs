using VerifyXunit;

namespace SparsePlugins.Contracts.Tests;

/// <summary>Plugins are built against this assembly and stay when the host moves on, so a change of its API has to be meant.</summary>
public sealed class PublicApiTests
{
    private const string Advice = """
        // The public API of SparsePlugins.Contracts.
        // BREAKING, if a line below goes or changes, or an interface gains a member: plugins that are already built would fail in odd ways.
        //   Raise <AssemblyVersion> in core/SparsePlugins.Contracts/SparsePlugins.Contracts.csproj in the same commit: the host then refuses
        //   plugins built against the old version in one sentence. Say in docs/plugins.md what their authors have to change.
        // NOT BREAKING, if a type, a method or a property with a default comes: leave the version.
        // Accept the new text only after that.
        """;

    [Fact]
    public Task A_breaking_change_needs_a_new_AssemblyVersion()
    {
        var contracts = typeof(ComponentAttribute).Assembly;
        return Verifier.Verify($"{Advice}\n\nAssemblyVersion {contracts.GetName().Version}\n\n{Api.Of(contracts)}");
    }

    [Fact]
    public void The_contracts_refer_to_TorchSharp_and_the_platform_alone() =>
        Assert.Equal(
            ["TorchSharp"],
            typeof(ComponentAttribute)
                .Assembly.GetReferencedAssemblies()
                .Select(reference => reference.Name!)
                .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
        );
}
