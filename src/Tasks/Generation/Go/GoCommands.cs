using System.Text;

namespace ContainerGuard.Generation.Go;

/// <summary>
/// Whether a program with commands (cobra, urfave/cli) only prints its help if it is started without one: its root has commands and no
/// action. It reads literals only.
/// </summary>
internal sealed class GoCommands
{
    /// <summary>Names of commands that start a server, the likeliest first.</summary>
    private static readonly string[] Serving = ["serve", "server", "start", "run", "web", "daemon", "standalone", "agent"];

    private readonly Dictionary<string, (string File, int Line)> _idle = new(StringComparer.Ordinal);
    private readonly HashSet<string> _executed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _acting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private (string File, int Line)? _app;
    private bool _hasAction;

    /// <summary>The command of the program that most likely starts its server; null without one with a usual name.</summary>
    public string? Server => Array.Find(Serving, _names.Contains);

    /// <summary>The place of the root that has no action: the file and the line. Null if the program runs without a command.</summary>
    public (string File, int Line)? Root
    {
        get
        {
            if (_app is { } app && !_hasAction) return app;
            var roots = _executed.Select(name => _made.GetValueOrDefault(name, name))
                .Where(name => _idle.ContainsKey(name) && _parents.Contains(name) && !_acting.Contains(name))
                .Distinct(StringComparer.Ordinal).ToList();
            return roots is [var only] ? _idle[only] : null;
        }
    }

    /// <summary>Reads a file of the module.</summary>
    /// <param name="file">Its path, relative to the module.</param>
    /// <param name="text">Its text.</param>
    public void Add(string file, string text)
    {
        if (text.Contains("urfave/cli", StringComparison.Ordinal)) AddUrfave(file, text);
        if (text.Contains("spf13/cobra", StringComparison.Ordinal)) AddCobra(file, text);

        // The file with main does not need the library.
        AddNamesBefore(_executed, text, ".Execute()", ".ExecuteContext(", ".ExecuteC()");
    }

    private void AddUrfave(string file, string text)
    {
        AddNames(text, "Name:");
        _hasAction |=
            text.Contains(".Action = ", StringComparison.Ordinal) || text.Contains(".DefaultCommand = ", StringComparison.Ordinal);
        foreach (var at in Places(text, "cli.App{"))
        {
            var fields = FieldsAt(text, at + "cli.App".Length);
            _hasAction |= Has(fields, "Action:") || Has(fields, "DefaultCommand:");
            if (Has(fields, "Commands:")) _app ??= (file, LineOf(text, at));
        }

        // Version 3 has no App: its root is the command that runs.
        foreach (var at in Places(text, "cli.Command{"))
        {
            if (AssignedBefore(text, at) is not { Length: > 0 } name || !text.Contains($"{name}.Run(", StringComparison.Ordinal)) continue;
            var fields = FieldsAt(text, at + "cli.Command".Length);
            if (!Has(fields, "Action:") && !Has(fields, "DefaultCommand:") && Has(fields, "Commands:")) _app ??= (file, LineOf(text, at));
        }

        // The app of cli.NewApp() gets its members one by one.
        if (text.Contains(".Commands = ", StringComparison.Ordinal))
        {
            foreach (var at in Places(text, "cli.NewApp()")) _app ??= (file, LineOf(text, at));
        }
    }

    private void AddCobra(string file, string text)
    {
        AddNames(text, "Use:");
        AddNamesBefore(_parents, text, ".AddCommand(");
        AddNamesBefore(_acting, text, ".Run = ", ".RunE = ", ".SetHelpFunc(", ".SetArgs(");

        const string Literal = "cobra.Command{";
        foreach (var at in Places(text, Literal))
        {
            var fields = FieldsAt(text, at + Literal.Length - 1);
            if (AssignedBefore(text, at) is not { } name) continue;
            if (Has(fields, "Run:") || Has(fields, "RunE:")) _acting.Add(name);
            else if (_idle.TryAdd(name, (file, LineOf(text, at))) && FunctionAround(text, at, name) is { } function) _made[function] = name;
        }
    }

    /// <summary>The variable to which the literal at a position is assigned; null without one.</summary>
    private static string? AssignedBefore(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd("& ");
        return before.EndsWith("=") ? NameBefore(text, before.TrimEnd("=: ").Length) : null;
    }

    /// <summary>The function around a position, if it returns a variable; else null.</summary>
    private static string? FunctionAround(string text, int at, string variable)
    {
        var start = text.LastIndexOf("\nfunc ", at, StringComparison.Ordinal);
        var end = text.IndexOf("\n}", at, StringComparison.Ordinal);
        if (start < 0 || end < 0 || !text.AsSpan(at, end - at).Contains($"return {variable}", StringComparison.Ordinal)) return null;
        var name = text.AsSpan(start + "\nfunc ".Length);
        return name.IndexOf('(') is > 0 and var open ? name[..open].ToString() : null;
    }

    /// <summary>The names of commands: the first word of each text after a field.</summary>
    private void AddNames(string text, string field)
    {
        foreach (var at in Places(text, field))
        {
            var rest = text.AsSpan(at + field.Length).TrimStart();
            if (rest.Length < 2 || rest[0] != '"') continue;
            var end = rest[1..].IndexOfAny('"', ' ');
            if (end > 0) _names.Add(rest.Slice(1, end).ToString());
        }
    }

    private static void AddNamesBefore(HashSet<string> names, string text, params ReadOnlySpan<string> calls)
    {
        foreach (var call in calls)
        {
            // "cmd.New().Execute()": the function that makes the command.
            foreach (var at in Places(text, call)) names.Add(NameBefore(text, at >= 2 && text.AsSpan(at - 2, 2) is "()" ? at - 2 : at));
        }
    }

    /// <summary>The positions of a word.</summary>
    private static IEnumerable<int> Places(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.Ordinal);
        while (at >= 0)
        {
            yield return at;
            at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal);
        }
    }

    private static bool Has(string fields, string field) =>
        fields.Split('\n').Any(line => line.TrimStart().StartsWith(field, StringComparison.Ordinal));

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    /// <summary>The name that ends at a position.</summary>
    private static string NameBefore(string text, int end)
    {
        var start = end;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '_')) start--;
        return text[start..end];
    }

    /// <summary>The text of a literal's own fields, without texts, comments and what is in further braces.</summary>
    private static string FieldsAt(string text, int open)
    {
        var fields = new StringBuilder();
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '{' or '(' or '[':
                    depth++;
                    break;
                case '}' or ')' or ']':
                    if (--depth == 0) return fields.ToString();
                    break;
                case '"' or '`' or '\'':
                    at = EndOfText(text, at);
                    break;
                case '/' when at + 1 < text.Length && text[at + 1] == '/':
                    at = text.IndexOf('\n', at) is >= 0 and var end ? end - 1 : text.Length;
                    break;
                case var character when depth == 1:
                    fields.Append(character);
                    break;
            }
        }

        return fields.ToString();
    }

    private static int EndOfText(string text, int start)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == text[start]) return at;
            if (text[at] == '\\' && text[start] != '`') at++;
        }

        return text.Length;
    }
}
