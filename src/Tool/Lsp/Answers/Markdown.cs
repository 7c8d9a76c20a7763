using System.Text;

namespace ContainerGuard.Tool.Lsp.Answers;

/// <summary>Text in Markdown.</summary>
internal static class Markdown
{
    private const string Special = @"\`*_{}[]()<>#|~&!";

    /// <summary>The text as it is, without an effect of its characters (CommonMark, 2.4).</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Special.Contains(c)) escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>Code. Text with a backtick needs two of them around it.</summary>
    public static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";
}
