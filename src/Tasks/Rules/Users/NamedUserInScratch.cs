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
    public override RuleDescriptor Descriptor { get; } =
        new("CG3024", "USER names a user that the image does not have", Severity.Error)
        {
            Aliases = ["tally:named-identity-in-passwdless-stage"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (!stage.IsScratch)
            {
                CheckLaterUser(file, stage, findings);
                continue;
            }

            foreach (var instruction in stage.Instructions)
            {
                if (MayBringUsers(instruction)) break;
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
        if (stage.Root.Base.HasVariables || StageBase.Of(stage) is not { } image || ContainerUser.LaterUser(image) is not { } later) return;
        foreach (var instruction in stage.Instructions)
        {
            if (instruction is not { Kind: InstructionKind.User, Arguments: [var word] } || word.Text.Split(':')[0] != later) continue;
            if (MayMakeUsers(stage)) return;

            findings.Report(file.FromFirstLine(instruction, word.Span),
                $"'{image.Familiar}' does not have the user '{later}', so no container starts. Use a later version, or create the user.");
            return;
        }
    }

    /// <summary>Whether an instruction of the stage, or of one below it, may add a user.</summary>
    private static bool MayMakeUsers(Stage stage) => stage.AllInstructions.Any(static instruction =>
        instruction.Kind == InstructionKind.Run
            ? instruction.ToString() is var text
                && (text.Contains("adduser", StringComparison.Ordinal) || text.Contains("useradd", StringComparison.Ordinal)
                    || text.Contains("passwd", StringComparison.Ordinal) || text.Contains(".sh", StringComparison.Ordinal))
            : instruction.Kind != InstructionKind.User && MayBringUsers(instruction));

    private static bool IsName(string user) =>
        user.Length > 0 && !Characters.Digits.ContainAll(user) && !user.Contains('$', StringComparison.Ordinal);

    /// <summary>Whether an instruction may bring /etc/passwd: an archive, a whole system, the file, or a program that runs.</summary>
    private static bool MayBringUsers(InstructionSyntax instruction) =>
        instruction.Kind is InstructionKind.Run or InstructionKind.Add || instruction.Onbuild is not null
        || (instruction.Kind == InstructionKind.Copy
            && (instruction.Destination?.Value.TrimEnd('/') is null or "" or "." or "/etc" or "etc"
                || instruction.Destination.Value.Contains("passwd", StringComparison.Ordinal)
                || instruction.Destination.Value.Contains('$', StringComparison.Ordinal)));
}
