using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>The first WORKDIR of a chain of stages is relative: to what, the base image decides.</summary>
internal sealed class RelativeWorkdir : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1022", "WORKDIR is relative to a folder that the base image sets", Severity.Warning)
    {
        Aliases = ["buildkit:WorkdirRelativePath", "hadolint:DL3000", "trivy:DS-0009", "checkov:CKV_DOCKER_10", "kics:WORKDIR Path Not Absolute"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction is not { Kind: InstructionKind.Workdir, Arguments: [var word] }) continue;

                var state = stage.StateBefore(instruction);
                if (state.WorkingDirectory.Origin == SettingOrigin.File) break;
                var path = state.Expand(word, context.Syntax.EscapeCharacter);
                if (path.Error is null && !TargetSystem.IsAbsolutePath(path.Text, stage) && !(stage.IsFragment && MayBeAbsolute(path, word.Value)))
                {
                    var whole = path.IsKnown ? AbsolutePath.Join("/", path.Text) : "/app";
                    context.Report(context.FromFirstLine(instruction, word.Span),
                        $"'{word.RawText}' is relative to the folder that the base image happens to set, and moves when that does. Write the whole path, such as {whole}.");
                }

                break;
            }
        }
    }

    /// <summary>Without a FROM nothing is known: neither the variables of the base, nor whether it is for Windows.</summary>
    private static bool MayBeAbsolute(Expansion path, string written) =>
        TargetSystem.HasDrive(path.Text) || (written.StartsWith('$') && (!path.IsKnown || !path.Undefined.IsEmpty));
}
