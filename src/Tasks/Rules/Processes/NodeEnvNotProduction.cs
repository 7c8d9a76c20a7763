using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Processes;

/// <summary>NODE_ENV is not <c>production</c> in the image of a Node.js application, so libraries run in development mode.</summary>
internal sealed class NodeEnvNotProduction : Rule
{
    private const string Variable = "NODE_ENV";

    public override RuleDescriptor Descriptor { get; } = new("CG6004", "NODE_ENV is not set to production", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || !RunsNode(image, file.Process)) return;

        if (image.State.Environment.Find(Variable) is { } variable)
        {
            if (variable is { IsKnown: true, Value: not "production", Instruction: { } env })
            {
                findings.Report(PairIn(env),
                    $"{Variable} is '{MessageText.Cut(variable.Value ?? "")}', so libraries do not run in production mode. "
                        + $"Write ENV {Variable}=production.");
            }
        }
        else if (!MayComeFromElsewhere(image, file.Process))
        {
            findings.Report(image.Stage.BaseSpan,
                $"{Variable} is not set, so libraries do not run in production mode. Add ENV {Variable}=production to the final stage.",
                fix: Fix(image, file.Process));
        }
    }

    /// <summary>
    /// The edit above the instruction that starts node, and below all build steps, so that only the application sees the variable.
    /// </summary>
    private static TextEdit[]? Fix(FinalImage image, ContainerProcess? process)
    {
        if (process is not { Name: "node" or "nodejs", Instruction: { Onbuild: null } start }) return null;

        for (var i = image.Stage.Instructions.Length - 1; i >= 0; i--)
        {
            if (image.Stage.Instructions[i] == start) return Edits.InsertAbove(start, $"ENV {Variable}=production");
            if (image.Stage.Instructions[i].Kind is not (InstructionKind.Cmd or InstructionKind.Entrypoint or InstructionKind.Expose
                or InstructionKind.Label or InstructionKind.Healthcheck or InstructionKind.User))
            {
                break;
            }
        }

        return null;
    }

    private static bool RunsNode(FinalImage image, ContainerProcess? process) =>
        process is not null ? NodeScript.RunsApplication(process)
        // Without a program, the image starts an interactive console.
        : image is { Base: { IsOfficial: true, Repository: "library/node" }, IsLikelyToServe: true };

    /// <summary>
    /// Whether a base that is neither inspected nor a Docker Official Image may set the variable, or the command line sets it.
    /// </summary>
    private static bool MayComeFromElsewhere(FinalImage image, ContainerProcess? process) =>
        (image.Inspected is { } inspected
            ? inspected.Environment.Contains(Variable)
            : image is { Base.IsOfficial: false } or { Base: null, Stage.Root.IsScratch: false })
        || process?.Instruction.ToString().Contains(Variable + "=", StringComparison.Ordinal) == true;

    private static TextSpan PairIn(InstructionSyntax env)
    {
        foreach (var pair in env.Pairs)
        {
            if (pair.Name == Variable) return pair.Span;
        }

        return env.HeaderSpan;
    }
}
