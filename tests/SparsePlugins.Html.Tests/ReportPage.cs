using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SparsePlugins.Html.Tests;

/// <summary>A report in the browser, and what a person does with it.</summary>
internal sealed class ReportPage
{
    private readonly Browser _browser;

    public ReportPage(
        Browser browser,
        string path,
        bool isDark = false,
        bool runsScripts = true,
        int width = 1280,
        int height = 900,
        bool hasTouch = false,
        string fragment = ""
    )
    {
        _browser = browser;
        var colorScheme = isDark ? "dark" : "light";
        browser.Call(
            "open",
            new
            {
                path,
                fragment,
                hasTouch,
                colorScheme,
                javaScriptEnabled = runsScripts,
                viewport = new { width, height },
            }
        );
    }

    /// <summary>Warnings and errors of the console, and every address that was asked for.</summary>
    public (string[] Messages, string[] Requests) Seen
    {
        get
        {
            var seen = _browser.Call("seen")!;
            return (seen["messages"].Deserialize<string[]>()!, seen["requests"].Deserialize<string[]>()!);
        }
    }

    /// <summary>The value of an expression in the page.</summary>
    public T Evaluate<T>(string script) => _browser.Call("evaluate", new { script }).Deserialize<T>()!;

    /// <summary>The text of the first match.</summary>
    public string Text(string selector) => Evaluate<string>($"document.querySelector({Quoted(selector)}).textContent");

    /// <summary>The texts of all matches.</summary>
    public string[] Texts(string selector) =>
        Evaluate<string[]>($"[...document.querySelectorAll({Quoted(selector)})].map((node) => node.textContent)");

    public int Count(string selector) => Evaluate<int>($"document.querySelectorAll({Quoted(selector)}).length");

    public void Click(string selector) => _browser.Call("click", new { selector });

    public void DoubleClick(string selector) => _browser.Call("doubleClick", new { selector });

    public void Fill(string selector, string text) => _browser.Call("fill", new { selector, text });

    public void Choose(string selector, string label) => _browser.Call("choose", new { selector, label });

    public void Focus(string selector) => _browser.Call("focus", new { selector });

    public void Press(params string[] keys) => Array.ForEach(keys, key => _browser.Call("press", new { key }));

    public void Print() => _browser.Call("media", new { media = "print" });

    public int PdfBytes(string path) => _browser.Call("pdf", new { path })!.GetValue<int>();

    /// <summary>What a screen reader is told: roles and names.</summary>
    public IReadOnlyList<(string Role, string Name)> Accessibility() =>
        [
            .. _browser
                .Call("accessibility")!
                .AsArray()
                .Select(node => (node!["role"]!.GetValue<string>(), node["name"]!.GetValue<string>())),
        ];

    /// <summary>Moves the pointer to a place in the first chart; shares of its width and height.</summary>
    public void Hover(double across, double down)
    {
        var (x, y) = Place(across, down);
        _browser.Call("move", new { x, y });
    }

    /// <summary>Taps on a place in the first chart; shares of its width and height.</summary>
    public void Tap(double across, double down)
    {
        var (x, y) = Place(across, down);
        _browser.Call("tap", new { x, y });
    }

    /// <summary>The name and the content of the file that a click saves.</summary>
    public (string Name, byte[] Content) Download(string selector)
    {
        var file = _browser.Call("download", new { selector })!;
        return (file["name"]!.GetValue<string>(), Convert.FromBase64String(file["base64"]!.GetValue<string>()));
    }

    /// <summary>Drags over the first chart from one place to another.</summary>
    public void Drag(double from, double upTo)
    {
        Hover(from, 0.3);
        _browser.Call("down");
        Hover(upTo, 0.3);
        _browser.Call("up");
    }

    public void DoubleClickAt(double across, double down)
    {
        var (x, y) = Place(across, down);
        _browser.Call("doubleClickAt", new { x, y });
    }

    /// <summary>The numbers at the ticks of the first chart's axis of steps, or of values.</summary>
    public double[] Ticks(string axis) =>
        [.. Texts($".chart:first-of-type .{axis}-tick").Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    private (double X, double Y) Place(double across, double down)
    {
        const string Box =
            "(() => { const stage = document.querySelector('.stage'); stage.scrollIntoView({ block: 'center', behavior: 'instant' });"
            + " const box = stage.getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; })()";
        var box = Evaluate<double[]>(Box);
        return (box[0] + (across * box[2]), box[1] + (down * box[3]));
    }

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();
}
