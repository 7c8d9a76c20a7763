using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Scripts;

/// <summary>
/// The shell scripts of a Dockerfile: RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form, including heredocs for a shell, and these
/// instructions in ONBUILD. Scripts for other shells (PowerShell, cmd on Windows, zsh) are skipped.
/// </summary>
internal sealed class FileScripts
{
    private const string Directive = "shellcheck";

    /// <summary>The code for a variable without an assignment. The environment of a started container may set it.</summary>
    private const string NotAssigned = "SC2154";

    /// <summary>The variables that the builder passes without ARG (Dockerfile reference, "Predefined ARGs").</summary>
    private static readonly string[] Predefined =
        ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY",
            "all_proxy"];

    private static readonly Characters NameStart = Characters.Of("A-Za-z_");
    private static readonly Characters NamePart = Characters.Of("A-Za-z0-9_");

    private readonly List<FileScript> _scripts = [];
    private readonly DockerfileModel _model;
    private readonly bool _hasDirectives;
    private int _nextComment;

    private FileScripts(DockerfileModel model)
    {
        _model = model;
        _hasDirectives = model.Source.Text.Contains(Directive, StringComparison.Ordinal);
    }

    public static IReadOnlyList<FileScript> In(DockerfileModel model)
    {
        var reader = new FileScripts(model);
        foreach (var stage in model.Stages) reader.Read(stage);
        return reader._scripts;
    }

    private void Read(Stage stage)
    {
        HashSet<string>? setByTriggers = null;
        foreach (var outer in stage.Instructions)
        {
            var instruction = outer.Trigger ?? outer;
            if (outer.Trigger is { Kind: InstructionKind.Arg or InstructionKind.Env } trigger)
            {
                setByTriggers ??= new(StringComparer.Ordinal);
                foreach (var pair in trigger.Pairs) setByTriggers.Add(pair.Name);
            }

            if (instruction.Kind
                is not (InstructionKind.Run or InstructionKind.Cmd or InstructionKind.Entrypoint or InstructionKind.Healthcheck)
                || instruction.Command is not { Length: > 0 } command)
            {
                continue;
            }

            var state = stage.StateBefore(instruction);
            if (ScriptDialect.Of(command, stage, state) is not { } dialect || PlainScript.Is(command.Text)) continue;

            var isBuild = instruction.Kind == InstructionKind.Run;
            var disabled = DisabledFor(outer);
            if (!isBuild) disabled.Add(NotAssigned);
            disabled.AddRange(ScriptDialect.Supported(command, stage, state));
            var variables = NamesIn(command.AsSpan(), name => (isBuild ? state.Variables : state.Environment).Find(name) is not null
                || Array.IndexOf(Predefined, name) >= 0
                || (outer.Trigger is not null && setByTriggers?.Contains(name) == true));
            _scripts.Add(FileScript.Create(command, dialect, disabled, variables));
        }
    }

    /// <summary>
    /// The codes of <c># shellcheck disable=SC2086</c> above the instruction and between its lines. The builder removes comments there, so
    /// they are not in the script. Must be called for the instructions in source order.
    /// </summary>
    private List<string> DisabledFor(InstructionSyntax instruction)
    {
        List<string> codes = [];
        if (!_hasDirectives) return codes;

        foreach (var comment in instruction.LeadingComments) AddCodes(comment, codes);
        var comments = _model.Syntax.Comments;
        while (_nextComment < comments.Length && comments[_nextComment].Span.Start < instruction.HeaderSpan.Start) _nextComment++;
        for (; _nextComment < comments.Length && comments[_nextComment].Span.Start < instruction.HeaderSpan.End; _nextComment++)
        {
            AddCodes(comments[_nextComment], codes);
        }

        return codes;
    }

    private static void AddCodes(CommentSyntax comment, List<string> codes)
    {
        var words = comment.Text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words is not [Directive, ..]) return;

        foreach (var word in words)
        {
            if (!word.StartsWith("disable=", StringComparison.Ordinal)) continue;
            foreach (var code in word["disable=".Length..].Split(','))
            {
                // An invalid code would make ShellCheck reject the whole script.
                if (code == "all" || (code.StartsWith("SC", StringComparison.Ordinal)
                    && code.Length is > 2 and < 8
                    && !code.AsSpan(2).ContainsAnyExceptInRange('0', '9')))
                {
                    codes.Add(code);
                }
            }
        }
    }

    /// <summary>The names in a text that match a predicate, each once, in source order.</summary>
    private static List<string> NamesIn(ReadOnlySpan<char> text, Predicate<string> isOfInterest)
    {
        List<string> names = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var rest = text; NameStart.FirstIn(rest) is >= 0 and var start;)
        {
            rest = rest[start..];
            var length = NamePart.FirstOther(rest) is >= 0 and var end ? end : rest.Length;
            var name = rest[..length].ToString();
            if (seen.Add(name) && isOfInterest(name)) names.Add(name);
            rest = rest[length..];
        }

        return names;
    }
}
