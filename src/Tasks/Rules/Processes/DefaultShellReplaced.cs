using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Processes;

/// <summary>A RUN replaces /bin/sh with another program.</summary>
internal sealed class DefaultShellReplaced : Rule
{
    private const string DefaultShell = "/bin/sh";

    public override RuleDescriptor Descriptor { get; } = new("CG6008", "RUN replaces /bin/sh instead of using SHELL", Severity.Warning)
    {
        Aliases = ["hadolint:DL4005", "kics:Changing Default Shell Using RUN Command"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("ln", "mv", "cp"))
        {
            if (command.Line.Operands is not [_, .., var target] || !target.Is(DefaultShell)) continue;
            findings.Report(run.Locate(command.Words[0].Span),
                $"'{command.Name}' replaces {DefaultShell} for every script in the image. "
                    + "Write SHELL [\"/bin/bash\", \"-c\"], which affects only this Dockerfile.");
        }
    }
}
