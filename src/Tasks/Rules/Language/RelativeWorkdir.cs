using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A relative path in the first WORKDIR of a chain of stages, so that the base image decides the directory.</summary>
internal sealed class RelativeWorkdir : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1022", "WORKDIR is relative to the base image", Severity.Warning)
    {
        Aliases =
            ["buildkit:WorkdirRelativePath", "hadolint:DL3000", "trivy:DS-0009", "checkov:CKV_DOCKER_10", "kics:WORKDIR Path Not Absolute"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction is not { Kind: InstructionKind.Workdir, Arguments: [var word] }) continue;

                var state = stage.StateBefore(instruction);
                if (state.WorkingDirectory.Origin == SettingOrigin.File) break;
                var path = state.Expand(word, file.Syntax.EscapeCharacter);
                if (path.Error is null
                    && !TargetSystem.IsAbsolutePath(path.Text, stage)
                    && !(stage.IsFragment && MayBeAbsolute(path, word.Value)))
                {
                    var whole = path.IsKnown ? AbsolutePath.Join("/", path.Text) : "/app";
                    findings.Report(file.FromFirstLine(instruction, word.Span),
                        $"'{word.Value}' is relative to the working directory of the base image. Write an absolute path, such as {whole}.");
                }

                break;
            }
        }
    }

    /// <summary>Without FROM, neither the variables of the base image nor its operating system are known.</summary>
    private static bool MayBeAbsolute(Expansion path, string written) =>
        TargetSystem.HasDrive(path.Text) || (written.StartsWith('$') && (!path.IsKnown || !path.Undefined.IsEmpty));
}
