namespace SparsePlugins.TorchRuntime.Tests;

/// <summary>The reasons are the loader's own words, as glibc 2.36 gave them.</summary>
public sealed class LoadFailureTests
{
    [Theory]
    [InlineData(
        "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /t/libtorch_cpu.so)",
        "it needs GLIBC_2.38, and this system's glibc is older; use a newer system or a PyTorch built for this one"
    )]
    [InlineData(
        "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /t/libtorch_cpu.so)",
        "it needs GLIBCXX_3.4.30, and this system's libstdc++ is older; use a newer system or start the program with LD_LIBRARY_PATH naming "
            + "a folder that has a newer libstdc++.so.6"
    )]
    [InlineData(
        "/t/libtorch_cpu.so: undefined symbol: _ZN2at4_ops10add_Scalar4callERKNS_6TensorERKN3c106ScalarES8_",
        "this libtorch lacks the function _ZN2at4_ops10add_Scalar4callERKNS_6TensorERKN3c106ScalarES8_; TorchSharp needs libtorch 2.10.0 or one close to it"
    )]
    [InlineData(
        "libcudart.so.13: cannot open shared object file: No such file or directory",
        "it needs libcudart.so.13, which is not found; install what this PyTorch needs (for CUDA its nvidia packages) into the same Python "
            + "environment, or name that library's folder in LD_LIBRARY_PATH"
    )]
    [InlineData("/t/libtorch_cpu.so: invalid ELF header", "the file is damaged or incomplete; install it again")]
    [InlineData(
        "/t/libtorch_cpu.so: failed to map segment from shared object",
        "its folder does not allow running programs (mounted noexec?); move it to one that does"
    )]
    [InlineData("the moon is full", "the cause is not known here")]
    public void The_cause_and_the_fix_come_first_and_the_system_s_words_last(string reason, string sentence) =>
        Assert.Equal(
            $"/t/libtorch_cpu.so can't be loaded: {sentence} (the system says: {reason})",
            LoadFailure.Explain("/t/libtorch_cpu.so", reason).Message
        );
}
