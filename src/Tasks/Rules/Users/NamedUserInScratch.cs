using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>An image from scratch has no /etc/passwd, so a name has no number: the container does not start, or COPY fails.</summary>
internal sealed class NamedUserInScratch : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG3024", "A user is named in an image without /etc/passwd", Severity.Error)
        {
            Aliases = ["tally:named-identity-in-passwdless-stage"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (!stage.IsScratch) continue;
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
