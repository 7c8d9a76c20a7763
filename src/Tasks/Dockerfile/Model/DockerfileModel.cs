using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// What a Dockerfile means: its stages, the images it uses, and what is set where. Made without a registry or a build context;
/// what depends on a base image that nobody inspected is said to be unknown.
/// </summary>
internal sealed class DockerfileModel
{
    internal DockerfileModel(DockerfileSyntax syntax) => Syntax = syntax;

    public DockerfileSyntax Syntax { get; }

    public SourceText Source => Syntax.Source;

    public ImmutableArray<Stage> Stages { get; internal set; } = [];

    /// <summary>The stage that is built: the target, or the last one; null if there is none.</summary>
    public Stage? FinalStage { get; internal set; }

    /// <summary>The ARGs before the first FROM, and the platform arguments, by name.</summary>
    public VariableScope GlobalArguments { get; internal set; } = VariableScope.Empty;

    /// <summary>Every image that the file uses, in source order.</summary>
    public ImmutableArray<ImageUse> Images { get; internal set; } = [];

    public ImmutableArray<UndefinedVariable> UndefinedVariables { get; internal set; } = [];

    /// <summary>
    /// What BuildKit refuses: the syntax tree's problems and those of the stages, in the order in which BuildKit would meet them;
    /// the first is the one it stops at.
    /// </summary>
    public ImmutableArray<SyntaxProblem> Problems { get; internal set; } = [];

    public static DockerfileModel Create(DockerfileSyntax syntax, ModelOptions? options = null) =>
        new ModelBuilder(syntax, options ?? ModelOptions.Default).Build();

    /// <summary>The stage that an instruction belongs to; null before the first FROM.</summary>
    public Stage? FindStage(InstructionSyntax instruction)
    {
        var offset = instruction.KeywordSpan.Start;
        int low = 0, high = Stages.Length - 1;
        Stage? found = null;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (Stages[middle].From.KeywordSpan.Start <= offset)
            {
                found = Stages[middle];
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return found;
    }
}
