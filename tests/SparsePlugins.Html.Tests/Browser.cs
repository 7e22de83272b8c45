using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SparsePlugins.Html.Tests;

/// <summary>One headless Chromium for all tests, with one page at a time.</summary>
public sealed class Browser : IDisposable
{
    private readonly Process? _bridge = Tools.Missing is null ? Start() : null;

    /// <summary>Asks the bridge, see <c>bridge.mjs</c>.</summary>
    /// <param name="call">The call's name.</param>
    /// <param name="options">An object, or nothing.</param>
    /// <returns>What came back.</returns>
    public JsonNode? Call(string call, object? options = null)
    {
        var line = JsonSerializer.SerializeToNode(options ?? new { })!.AsObject();
        line["call"] = call;
        _bridge!.StandardInput.WriteLine(line.ToJsonString());
        var answer = JsonNode.Parse(_bridge.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the browser has ended"))!;
        return answer["error"] is { } error ? throw new InvalidOperationException($"{call}: {error}") : answer["value"];
    }

    public void Dispose()
    {
        if (_bridge is null)
        {
            return;
        }

        _bridge.StandardInput.Close();
        if (!_bridge.WaitForExit(10_000))
        {
            _bridge.Kill(entireProcessTree: true);
        }

        _bridge.Dispose();
        Reports.Delete();
    }

    private static Process Start() =>
        Process.Start(
            new ProcessStartInfo(Tools.Node!, [Path.Combine(Tools.Folder, "bridge.mjs"), Tools.Chromium!])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
}

/// <summary>Tests of one collection share the browser and run one after the other.</summary>
[CollectionDefinition(nameof(Browser))]
public sealed class BrowserCollection : ICollectionFixture<Browser>;
