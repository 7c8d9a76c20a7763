using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>What the specifications of the Dockerfile language have in common.</summary>
internal static class Dockerfiles
{
    public static DockerfileSyntax Parse(string text) => DockerfileParser.Parse(SourceText.From(text, "Dockerfile"));

    public static DockerfileModel Model(string text, ModelOptions? options = null) => DockerfileModel.Create(Parse(text), options);

    /// <summary>The only instruction of a text.</summary>
    public static InstructionSyntax Instruction(string text) => Parse(text).Instructions.ShouldHaveSingleItem();

    /// <summary>The only instruction of a kind.</summary>
    public static InstructionSyntax Instruction(string text, InstructionKind kind) =>
        Parse(text).Instructions.Where(instruction => instruction.Kind == kind).ShouldHaveSingleItem();

    public static void ShouldBeAccepted(this string text)
    {
        var problem = Model(text).Problems.FirstOrDefault();
        problem.ShouldBeNull(problem?.Message);
    }

    /// <summary>A single problem, in this stretch of the text, with a message that has these words.</summary>
    public static SyntaxProblem ShouldBeRefused(this string text, SyntaxProblemKind kind, string at, string saying)
    {
        var model = Model(text);
        var problem = model.Problems.ShouldHaveSingleItem();
        problem.Kind.ShouldBe(kind, problem.Message);
        model.Source.Slice(problem.Span).ShouldBe(at);
        problem.Message.ShouldContain(saying, Case.Sensitive);
        return problem;
    }

    public static string TextAt(this InstructionSyntax instruction, TextSpan span) => instruction.Source.Slice(span);
}
