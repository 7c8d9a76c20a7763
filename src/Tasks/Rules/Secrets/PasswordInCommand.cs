using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A command of RUN, CMD, ENTRYPOINT or HEALTHCHECK has a password as the value of an option, or sets a secret variable.</summary>
internal sealed class PasswordInCommand : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4016", "A command line contains a password", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var run in file.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Inner is not null || CommandPassword.In(command) is not { } found) continue;

                // The message does not quote the value, because build logs show it.
                var place = found.Option == command.Name ? $"that {command.Name} writes" : $"after '{found.Option}' of {command.Name}";
                findings.Report(run.Locate(command.Words[0].Span),
                    $"'docker history' shows the password {place}. "
                        + "Use RUN --mount=type=secret, and read the password from the mounted file.");
                break;
            }
        }

        ReportStarts(file.Instructions.Of(InstructionKind.Cmd, InstructionKind.Entrypoint), findings);
        ReportStarts(file.Instructions.Of(InstructionKind.Healthcheck), findings);
    }

    private static void ReportStarts(IReadOnlyList<StageInstruction> starts, Findings findings)
    {
        foreach (var (_, _, start) in starts)
        {
            var script = start.Command is { } text
                ? ShellScript.Parse(text.Text)
                : ShellScript.FromArguments(start.Arguments.Select(static word => new LocatedText(word.Value, word.Span)));
            if (script.Commands.Any(HasSecret))
            {
                findings.Report(start.HeaderSpan,
                    $"{start.Kind.ToKeyword()} contains a password, and 'docker inspect' shows it. "
                        + "Pass the password at run time, as a variable or as a file.");
            }
        }
    }

    private static bool HasSecret(ShellCommand command) =>
        CommandPassword.In(command) is not null
        || command.Assignments.Any(static assignment => assignment.Value.Value is { Length: > 0 } value && !SecretNames.IsBlank(value)
            && !SecretNames.IsForBuildOnly(value) && !value.StartsWith('$') && SecretNames.IsSecret(assignment.Name, value));
}
