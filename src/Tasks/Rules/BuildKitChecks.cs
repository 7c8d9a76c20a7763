using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>
/// What a file says of BuildKit's own checks: the <c># check=</c> directive for the whole file, and the same above an instruction for that
/// instruction (docs.docker.com/build/checks). It holds for every rule that has the check as an alias.
/// </summary>
internal sealed class BuildKitChecks
{
    private readonly DockerfileSyntax syntax;
    private readonly CheckOptions? file;
    private readonly Dictionary<InstructionSyntax, CheckOptions> instructions = [];

    private BuildKitChecks(DockerfileSyntax syntax)
    {
        this.syntax = syntax;

        // Few files have one, and every file is asked.
        if (!syntax.Source.Text.Contains("check", StringComparison.OrdinalIgnoreCase)) return;
        if (syntax.FindDirective(DirectiveKind.Check) is { } directive) CheckOptions.Read(directive.Value, out file);
        foreach (var instruction in syntax.Instructions)
        {
            if (OptionsAbove(instruction) is { } options) instructions[instruction] = options;
        }
    }

    /// <summary>Whether any of the checks' findings fails the build: <c># check=error=true</c>.</summary>
    public bool FailTheBuild => file is { IsError: true };

    public static BuildKitChecks Read(DockerfileSyntax syntax) => new(syntax);

    /// <summary>Whether a check says nothing at an offset of the file.</summary>
    public bool IsSkipped(string check, int offset) => file?.Skips(check) == true || At(offset)?.Skips(check) == true;

    /// <summary>Whether an experimental check is switched on at an offset of the file.</summary>
    public bool IsExperimentalOn(string check, int offset) => file?.Enables(check) == true || At(offset)?.Enables(check) == true;

    /// <summary>The first comment that is one counts. BuildKit reads none that is indented.</summary>
    private static CheckOptions? OptionsAbove(InstructionSyntax instruction)
    {
        foreach (var comment in instruction.PrecedingComments)
        {
            if (!comment.IsIndented && CheckOptions.FromComment(comment.Text) is { } options) return options;
        }

        return null;
    }

    private CheckOptions? At(int offset) =>
        instructions.Count > 0 && syntax.FindInstruction(offset) is { } instruction ? instructions.GetValueOrDefault(instruction) : null;
}
