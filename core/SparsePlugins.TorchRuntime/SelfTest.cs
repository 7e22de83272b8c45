using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.TorchRuntime;

/// <summary>Small computations whose results were worked by hand: does this libtorch, on this device, compute what it should?</summary>
public static class SelfTest
{
    /// <summary>Runs every check; takes about a second, most of it the device's first start.</summary>
    /// <returns>One result a check, always the same checks in the same order. A check that throws has failed.</returns>
    public static IReadOnlyList<SelfTestResult> Run(Device device) =>
        [
            Check("matmul", () => MatrixProduct(device)),
            Check("svd", () => SingularValues(device)),
            Check("backward", () => Gradient(device)),
            Check("adam", () => AdamSteps(device)),
            Check("generator", () => Generators(device)),
        ];

    private static SelfTestResult Check(string name, Func<Comparison> compute)
    {
        using var scope = NewDisposeScope();
        try
        {
            var result = compute();
            return new(name, result.Agrees, result.ToString());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new(name, Passed: false, e.Message.Split('\n')[0].Trim());
        }
    }

    // A whole block of numbers, so that vector code and not only its tail is asked: row i of A is all i + 1 and column j of B
    // is all j + 1, so entry (i, j) of A [64, 48] B [48, 64] is 48 (i + 1)(j + 1), exact in float32. The sum is 48 (64 * 65 / 2)^2.
    private static Comparison MatrixProduct(Device device)
    {
        var line = arange(1, 65, dtype: ScalarType.Float32, device: device);
        var a = line.unsqueeze(1).expand(64, 48);
        var product = a.mm(a.t()).cpu();
        return new(
            [product[0, 0].ToSingle(), product[63, 63].ToSingle(), product.to(float64).sum().ToDouble()],
            [48, 196_608, 207_667_200],
            0
        );
    }

    // A = [[3, 0], [4, 5]]: A^T A = [[25, 20], [20, 25]] has eigenvalues 45 and 5. The third number is the error of U S V^T.
    private static Comparison SingularValues(Device device)
    {
        var a = tensor(
            new float[,]
            {
                { 3, 0 },
                { 4, 5 },
            },
            device: device
        );
        var (u, s, vh) = linalg.svd(a, fullMatrices: false);
        var error = (u.mm(s.diag()).mm(vh) - a).abs().max().cpu().ToSingle();
        var values = s.cpu().data<float>().ToArray();
        return new([values[0], values[1], error], [Math.Sqrt(45), Math.Sqrt(5), 0], 1e-5);
    }

    // loss(w) = (w x - 2)^2 with x = (3, -1) at w = (1, 2): w x = 1, so the gradient is 2 (1 - 2) x = (-6, 2).
    private static Comparison Gradient(Device device)
    {
        var w = Weights(device);
        Loss(w).backward();
        return new(Values(w.grad!), [-6, 2], 1e-6);
    }

    // Two steps of 0.1 from there. The first moves each weight by 0.1 against its gradient's sign: (1.1, 1.9). There w x = 1.4 and the
    // gradient is 0.6 of the first, so both weights move by 0.1 m / sqrt(v) with m = (0.9 * 0.1 + 0.1 * 0.6) / 0.19 = 0.7894737 and
    // v = (0.999 * 0.001 + 0.001 * 0.36) / 0.001999 = 0.6798399: by 0.0957490, in units in which the first gradient is 1.
    private static Comparison AdamSteps(Device device)
    {
        var w = Weights(device);
        using var adam = optim.Adam([w], lr: 0.1);
        for (var step = 0; step < 2; step++)
        {
            adam.zero_grad();
            Loss(w).backward();
            adam.step();
        }
        return new(Values(w), [1.195749, 1.804251], 1e-5);
    }

    // Equal seeds, equal numbers; another seed, others. On the CPU the numbers are those that every PyTorch draws from seed 0.
    private static Comparison Generators(Device device)
    {
        var first = Draw(device, 0);
        var again = Draw(device, 0);
        var other = Draw(device, 1);
        var (agree, differ) = (first.SequenceEqual(again) ? 1 : 0, first.SequenceEqual(other) ? 0 : 1);
        return device.type == DeviceType.CPU
            ? new([agree, differ, .. first], [1, 1, 1.540996, -0.293429, -2.178789], 1e-5)
            : new([agree, differ], [1, 1], 0);
    }

    private static double[] Draw(Device device, ulong seed)
    {
        using var generator = new Generator(seed, device);
        return Values(randn(3, device: device, generator: generator));
    }

    private static TorchSharp.Modules.Parameter Weights(Device device) => new(tensor(new float[] { 1, 2 }, device: device));

    private static Tensor Loss(Tensor w) => ((w * tensor(new float[] { 3, -1 }, device: w.device)).sum() - 2).square();

    private static double[] Values(Tensor values) => [.. values.detach().cpu().data<float>().ToArray().Select(v => (double)v)];

    private sealed record Comparison(double[] Got, double[] Expected, double Tolerance)
    {
        public bool Agrees => Got.Zip(Expected).All(p => Math.Abs(p.First - p.Second) <= Tolerance) && Got.Length == Expected.Length;

        public override string ToString() =>
            Agrees ? $"gives {Join(Got)}" : $"gives {Join(Got)}, expected {Join(Expected)} within {Number(Tolerance)}";

        private static string Join(double[] values) => string.Join(", ", values.Select(Number));

        private static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
    }
}
