using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>
/// The settings of a file for BuildKit's checks: the <c># check=</c> directive for the whole file, and the same comment above an
/// instruction for that instruction (docs.docker.com/build/checks). They apply to every rule that has the check as an alias.
/// </summary>
internal sealed class BuildKitChecks
{
    private readonly DockerfileSyntax _syntax;
    private readonly CheckOptions? _file;
    private readonly Dictionary<InstructionSyntax, CheckOptions> _instructions = [];

    private BuildKitChecks(DockerfileSyntax syntax)
    {
        _syntax = syntax;

        // Few files have such a comment, so the common case must be fast.
        if (!syntax.Source.Text.Contains("check", StringComparison.OrdinalIgnoreCase)) return;
        if (syntax.FindDirective(DirectiveKind.Check) is { } directive) CheckOptions.Read(directive.Value, out _file);
        foreach (var instruction in syntax.Instructions)
        {
            if (OptionsAbove(instruction) is { } options) _instructions[instruction] = options;
        }
    }

    /// <summary>Whether each finding of the checks fails the build: <c># check=error=true</c>.</summary>
    public bool FailTheBuild => _file is { IsError: true };

    public static BuildKitChecks Read(DockerfileSyntax syntax) => new(syntax);

    /// <summary>Whether a check is skipped at an offset of the file.</summary>
    public bool IsSkipped(string check, int offset) => _file?.Skips(check) == true || At(offset)?.Skips(check) == true;

    /// <summary>Whether an experimental check is enabled at an offset of the file.</summary>
    public bool IsExperimentalOn(string check, int offset) => _file?.Enables(check) == true || At(offset)?.Enables(check) == true;

    /// <summary>The options in the first comment that has valid options. BuildKit ignores indented comments.</summary>
    private static CheckOptions? OptionsAbove(InstructionSyntax instruction)
    {
        foreach (var comment in instruction.PrecedingComments)
        {
            if (!comment.IsIndented && CheckOptions.FromComment(comment.Text) is { } options) return options;
        }

        return null;
    }

    private CheckOptions? At(int offset) =>
        _instructions.Count > 0 && _syntax.FindInstruction(offset) is { } instruction ? _instructions.GetValueOrDefault(instruction) : null;
}
