namespace SparsePlugins.Plugins.Tests;

/// <summary>A self-contained host has its own assemblies and the runtime's in one folder.</summary>
public sealed class RuntimeAssembliesTests
{
    [Fact]
    public void The_list_of_a_self_contained_host_says_which_are_the_runtimes()
    {
        const string List = """
            {
              "targets": {
                ".NETCoreApp,Version=v10.0/linux-x64": {
                  "sparse/0.1.0": { "runtime": { "sparse.dll": {} } },
                  "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.12": {
                    "runtime": { "System.Runtime.dll": { "assemblyVersion": "10.0.0.0" }, "Microsoft.CSharp.dll": {} },
                    "native": { "libcoreclr.so": {} }
                  },
                  "System.IO.Hashing/10.0.15": { "runtime": { "lib/net10.0/System.IO.Hashing.dll": {} } },
                  "SparsePlugins.Contracts/3.0.0": { "runtime": { "SparsePlugins.Contracts.dll": {} } }
                }
              }
            }
            """;

        Assert.Equal(["Microsoft.CSharp.dll", "System.Runtime.dll"], RuntimeAssemblies.ListedIn([List]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_the_runtime_has_a_folder_of_its_own_all_in_it_are()
    {
        Assert.True(RuntimeAssemblies.Contains(typeof(object).Assembly.Location));
        Assert.False(RuntimeAssemblies.Contains(typeof(RuntimeAssembliesTests).Assembly.Location));
    }
}
