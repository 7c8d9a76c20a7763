using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>COPY or ADD to a relative path in a stage without WORKDIR, so that the base image decides the directory.</summary>
internal sealed class CopyToRelativePath : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1035", "COPY to a relative path without WORKDIR", Severity.Warning)
    {
        Aliases = ["hadolint:DL3045"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            var setsWorkdir = false;
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                setsWorkdir |= instruction.Kind == InstructionKind.Workdir;
                if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)
                    || instruction is not { Sources.IsEmpty: false, Destination: { } target })
                {
                    continue;
                }

                // A trigger runs after all instructions of this stage, and after the previous triggers.
                var state = stage.StateBefore(outer);
                var directory = outer.Trigger is null ? state.WorkingDirectory : stage.End.WorkingDirectory;
                if (directory.Origin == SettingOrigin.File || (setsWorkdir && outer.Trigger is not null)) continue;

                var path = state.Expand(target, file.Syntax.EscapeCharacter);
                if (path.Error is not null || TargetSystem.IsAbsolutePath(path.Text, stage) || TargetSystem.HasDrive(path.Text)
                    || MayBeAbsolute(path, target.Value))
                {
                    continue;
                }

                var keyword = instruction.Kind.ToKeyword();
                findings.Report(file.FromFirstLine(instruction, target.Span),
                    $"{keyword} writes to the relative path '{target.Value}' without a WORKDIR. "
                        + "Add a WORKDIR above, or write an absolute path.");
            }
        }
    }

    private static bool MayBeAbsolute(Expansion path, string written) =>
        written.StartsWith('$') && (!path.IsKnown || !path.Undefined.IsEmpty);
}
