using System.Globalization;
using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Scripts;

/// <summary>Reads the <c>json1</c> output of ShellCheck for scripts whose file names are their numbers.</summary>
internal static class ShellCheckOutput
{
    /// <summary>The file name of a script.</summary>
    public static string NameOf(int script) => script.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds the findings to the lists of the scripts; false if the text is not valid output.</summary>
    public static bool TryRead(string text, List<ShellCheckComment>[] scripts)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            foreach (var comment in json.RootElement.GetProperty("comments").EnumerateArray())
            {
                if (!int.TryParse(comment.GetProperty("file").GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var script)
                    || script >= scripts.Length)
                {
                    return false;
                }

                scripts[script].Add(new ShellCheckComment(
                    Number("line"), Number("column"), Number("endLine"), Number("endColumn"), Text("level"), Number("code"),
                    Text("message")));

                int Number(string name) => comment.GetProperty(name).GetInt32();

                string Text(string name) => comment.GetProperty(name).GetString() ?? "";
            }

            return true;
        }
        catch (Exception exception) when (JsonText.IsDamage(exception) || exception is KeyNotFoundException or FormatException)
        {
            return false;
        }
    }
}
