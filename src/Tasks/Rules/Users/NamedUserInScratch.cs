using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// An image from scratch has no /etc/passwd, and old images of Node.js and .NET lack the user of later ones, so a name has no number: the
/// container does not start, or COPY fails.
/// </summary>
internal sealed class NamedUserInScratch : Rule
{
    private const string UserDatabase = "/etc/passwd";

    public override RuleDescriptor Descriptor { get; } =
        new("CG3024", "USER names a user that the image does not have", Severity.Error)
        {
            Aliases = ["tally:named-identity-in-passwdless-stage"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (!stage.Root.IsScratch)
            {
                CheckLaterUser(file, stage, findings);
                continue;
            }

            if (stage.Parent is { } parent && parent.WithParents.Any(below => MayBringUsers(file, below))) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (BroughtFile.IsPossible(file, stage, instruction, UserDatabase)) break;
                if (instruction is { Kind: InstructionKind.User, Arguments: [var word] } && IsName(word.Text.Split(':')[0]))
                {
                    findings.Report(file.FromFirstLine(instruction, word.Span),
                        $"The image has no /etc/passwd with '{word.Text}', so no container starts. "
                            + "Write a numeric UID, for example USER 10001.");
                }
                else if (instruction.FindFlag("chown") is { Value: { } owner } flag && IsName(owner.Split(':')[0]))
                {
                    findings.Report(file.FromFirstLine(instruction, flag.Span),
                        $"The stage has no /etc/passwd with '{owner}', so the build fails. Write a numeric UID: --chown=10001.");
                }
            }
        }
    }

    /// <summary>Reports the user that only later versions of the base image have.</summary>
    private static void CheckLaterUser(FileAnalysis file, Stage stage, Findings findings)
    {
        if (stage.Root.Base.HasVariables
            || StageBase.OriginalOf(stage, file.Facts) is not { } image
            || ContainerUser.LaterUser(image) is not { } later)
        {
            return;
        }

        foreach (var instruction in stage.Instructions)
        {
            if (instruction is not { Kind: InstructionKind.User, Arguments: [var word] } || word.Text.Split(':')[0] != later) continue;
            if (stage.WithParents.Any(below => MayMakeUsers(file, below))) return;

            findings.Report(file.FromFirstLine(instruction, word.Span),
                $"'{image.Familiar}' does not have the user '{later}', so no container starts. Use a later version, or create the user.");
            return;
        }
    }

    /// <summary>Whether an instruction of the stage may add a user.</summary>
    private static bool MayMakeUsers(FileAnalysis file, Stage stage) => stage.Instructions.Any(instruction =>
        instruction.Kind == InstructionKind.Run
            ? instruction.ToString() is var text
                && (text.Contains("adduser", StringComparison.Ordinal) || text.Contains("useradd", StringComparison.Ordinal)
                    || text.Contains("passwd", StringComparison.Ordinal) || text.Contains(".sh", StringComparison.Ordinal))
            : BroughtFile.IsPossible(file, stage, instruction, UserDatabase));

    private static bool MayBringUsers(FileAnalysis file, Stage stage) =>
        stage.Instructions.Any(instruction => BroughtFile.IsPossible(file, stage, instruction, UserDatabase));

    private static bool IsName(string user) =>
        user.Length > 0 && !Characters.Digits.ContainAll(user) && !user.Contains('$', StringComparison.Ordinal);
}
