using System.Collections.Immutable;
using ContainerGuard.Compose;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// The meaning of a Dockerfile: its stages, the images it uses, and the settings before each instruction. The model needs neither a
/// registry nor a build context; a value that depends on a base image which was not inspected is unknown.
/// </summary>
internal sealed class DockerfileModel
{
    internal DockerfileModel(DockerfileSyntax syntax) => Syntax = syntax;

    public DockerfileSyntax Syntax { get; }

    public SourceText Source => Syntax.Source;

    public ImmutableArray<Stage> Stages { get; internal set; } = [];

    /// <summary>The stage that is built: the target, or the last stage; null if the file has no stage.</summary>
    public Stage? FinalStage { get; internal set; }

    /// <summary>The ARGs before the first FROM, and the platform arguments, by name.</summary>
    public VariableScope GlobalArguments { get; internal set; } = VariableScope.Empty;

    /// <summary>All images that the file uses, in source order.</summary>
    public ImmutableArray<ImageUse> Images { get; internal set; } = [];

    public ImmutableArray<UndefinedVariable> UndefinedVariables { get; internal set; } = [];

    /// <summary>
    /// The errors that BuildKit refuses: those of the syntax tree and those of the stages, in the order in which BuildKit finds them.
    /// BuildKit stops at the first.
    /// </summary>
    public ImmutableArray<SyntaxProblem> Problems { get; internal set; } = [];

    /// <summary>What is known in addition about a compose file; null for a Dockerfile.</summary>
    public ComposedImages? Compose { get; internal init; }

    /// <summary>The model of a Dockerfile or of a compose file.</summary>
    /// <param name="source">The file. Its name and its content tell which of the two it is.</param>
    /// <param name="options">The settings of the build; null for none.</param>
    public static DockerfileModel Read(SourceText source, ModelOptions? options = null) =>
        ComposeName.IsRead(source.Path, source.Text)
            ? ComposeModel.Create(source, options?.Compose)
            : Create(DockerfileParser.Parse(source), options);

    /// <summary>The model of a changed text of this file. The settings of a build are left out.</summary>
    public DockerfileModel With(SourceText changed) =>
        Compose is null ? Create(DockerfileParser.Parse(changed)) : ComposeModel.Create(changed, Compose.Folder);

    public static DockerfileModel Create(DockerfileSyntax syntax, ModelOptions? options = null) =>
        new ModelBuilder(syntax, options ?? ModelOptions.Default).Build();

    /// <summary>The stages that COPY instructions take files from, without triggers.</summary>
    internal Dictionary<InstructionSyntax, Stage> CopySources { get; } = [];

    /// <summary>The stage that a COPY takes files from, by name or index; null if it does not take them from a stage.</summary>
    public Stage? FindSource(InstructionSyntax copy) => CopySources.GetValueOrDefault(copy);

    /// <summary>The stage that contains an instruction; null before the first FROM.</summary>
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
