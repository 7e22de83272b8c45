namespace SparsePlugins.Records

/// An assembly that took part in a run.
type PluginAssembly =
    {
        Name: string
        Version: string
        /// Lower-case hexadecimal SHA-256 of the file.
        Sha256: string
    }

/// The machine and the software that computed a run.
type RunEnvironment =
    {
        /// Version of SparsePlugins.
        Version: string
        Dotnet: string
        TorchSharp: string
        LibTorch: string
        Os: string
        /// The processor's model name.
        Cpu: string
        /// Width of the widest hardware vector, bits.
        VectorBits: int
        /// `cpu` or `cuda: NVIDIA H100`.
        Device: string
        /// Threads of libtorch.
        Threads: int
        /// `eager`, `fused` or `stacked`.
        Step: string
        /// The build of libtorch, and the kernels that it and the libraries below it take; empty in records of versions that did not say.
        Arithmetic: string
    }

    /// The same, with another step.
    member environment.WithStep(step: string) = { environment with Step = step }
