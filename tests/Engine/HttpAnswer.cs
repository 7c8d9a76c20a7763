using System.Globalization;

namespace ContainerGuard.Tests.Engine;

/// <summary>The status and the text of an HTTP/1.x response.</summary>
public sealed record HttpAnswer(int Status, string Body)
{
    internal static HttpAnswer Parse(string response)
    {
        var lines = response.ReplaceLineEndings("\n");
        var body = lines.IndexOf("\n\n", StringComparison.Ordinal);
        body.ShouldBePositive($"This is no HTTP response: {response}");
        return new HttpAnswer(int.Parse(lines.Split(' ')[1], CultureInfo.InvariantCulture), lines[(body + 2)..].TrimEnd('\n'));
    }
}
