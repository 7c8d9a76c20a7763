using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>COPY or ADD to a relative path where no WORKDIR stands above it: into a folder that the base image decides on.</summary>
internal sealed class CopyToRelativePath : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1035", "COPY to a relative path without a WORKDIR before it", Severity.Warning)
    {
        Aliases = ["hadolint:DL3045"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            var setsWorkdir = false;
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                setsWorkdir |= instruction.Kind == InstructionKind.Workdir;
                if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add) || instruction is not { Sources.IsEmpty: false, Destination: { } target }) continue;

                // A trigger runs after everything that stands in this stage, and after the triggers before it.
                var state = stage.StateBefore(outer);
                var directory = outer.Trigger is null ? state.WorkingDirectory : stage.End.WorkingDirectory;
                if (directory.Origin == SettingOrigin.File || (setsWorkdir && outer.Trigger is not null)) continue;

                var path = state.Expand(target, context.Syntax.EscapeCharacter);
                if (path.Error is not null || TargetSystem.IsAbsolutePath(path.Text, stage) || TargetSystem.HasDrive(path.Text) || MayBeAbsolute(path, target.Value)) continue;

                var keyword = instruction.Kind.ToKeyword();
                var place = stage.Root.IsScratch ? "the root of the image" : "the folder that the base image happens to set";
                context.Report(context.FromFirstLine(instruction, target.Span),
                    $"{keyword} writes to '{target.Value}', and no WORKDIR says where that is: it is in {place}. Write WORKDIR and the folder above, or the whole path here.");
            }
        }
    }

    private static bool MayBeAbsolute(Expansion path, string written) => written.StartsWith('$') && (!path.IsKnown || !path.Undefined.IsEmpty);
}
