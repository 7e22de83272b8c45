using TorchSharp;

namespace SparsePlugins.TorchRuntime.Tests;

public sealed class ArithmeticTests
{
    private static readonly ChosenDevice _cpu = new(torch.CPU, "cpu", "");

    [Fact]
    public void It_names_build_kernels_and_results_and_is_the_same_each_time()
    {
        var text = Arithmetic.Describe(_cpu);

        Assert.Matches(
            "^libtorch build [0-9a-f]{8}; kernels (AVX512|AVX2|DEFAULT|NO AVX|unknown); MKL [a-z0-9, ]+(; [A-Z0-9_]+=[^;]+)*; results [0-9a-f]{12}$",
            text
        );
        Assert.Equal(text, Arithmetic.Describe(_cpu));
    }

    [Fact]
    public void The_hash_of_results_does_not_depend_on_the_number_of_threads_and_leaves_it()
    {
        var before = torch.get_num_threads();
        var alone = ArithmeticProbe.Compute();
        try
        {
            torch.set_num_threads(2);
            Assert.Equal(alone, ArithmeticProbe.Compute());
            Assert.Equal(2, torch.get_num_threads());
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [Fact]
    public void Variables_count_where_they_have_a_value()
    {
        var environment = new Dictionary<string, string> { ["MKL_CBWR"] = " AVX2 ", ["ATEN_CPU_CAPABILITY"] = "" };

        Assert.Equal(
            ["MKL_CBWR=AVX2"],
            Arithmetic.SetVariables(["ATEN_CPU_CAPABILITY", "MKL_CBWR", "OTHER"], environment.GetValueOrDefault)
        );
    }

    [Fact]
    public void Two_builds_of_a_library_are_distinguished_and_two_places_are_not()
    {
        using var folder = new TemporaryFolder();
        var library = Path.Combine(LibTorch.Load().Folder, "libc10.so");
        var bytes = File.ReadAllBytes(library);
        using var stream = new MemoryStream(bytes);
        var buildId = Convert.FromHexString(new ElfImage(stream).BuildId!);
        var (same, other) = (Path.Combine(folder.Path, "same", "libc10.so"), Path.Combine(folder.Path, "other", "libc10.so"));
        Directory.CreateDirectory(Path.GetDirectoryName(same)!);
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.WriteAllBytes(same, bytes);
        bytes[bytes.AsSpan().IndexOf(buildId)] ^= 1;
        File.WriteAllBytes(other, bytes);

        Assert.Equal(20, buildId.Length);
        Assert.Equal(BuildIdentity.Compute([library]), BuildIdentity.Compute([same]));
        Assert.NotEqual(BuildIdentity.Compute([library]), BuildIdentity.Compute([other]));
    }

    [Fact]
    public void Libraries_that_compute_are_found_in_a_map_of_memory()
    {
        var library = Path.Combine(LibTorch.Load().Folder, "libc10.so");
        string[] map =
        [
            $"7f0000000000-7f0000001000 r--p 00000000 08:01 1 {library}",
            $"7f0000001000-7f0000002000 r-xp 00001000 08:01 1 {library}",
            "7f0000003000-7f0000004000 rw-p 00000000 00:00 0 [heap]",
            "7f0000005000-7f0000006000 r--p 00000000 08:01 2 /nowhere/libopenblas.so.0",
            "7f0000007000-7f0000008000 r--p 00000000 08:01 3 /usr/lib/x86_64-linux-gnu/libc.so.6",
        ];

        Assert.Equal([library], BuildIdentity.Computing(map));
    }
}
