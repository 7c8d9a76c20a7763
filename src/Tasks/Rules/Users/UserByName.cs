using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// USER with a name. Kubernetes does not start such a container with runAsNonRoot, because only the image's /etc/passwd has the number of
/// the name. Root is 0 everywhere; <see cref="LastUserIsRoot"/> reports it, under each name.
/// </summary>
internal sealed class UserByName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3006", "USER is a name instead of a numeric UID", Severity.Message)
    {
        Aliases = ["hadolint:DL3066"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (TargetSystem.IsWindows(stage)) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction is not { Kind: InstructionKind.User, Arguments: [var word] }) continue;

                var user = stage.StateBefore(instruction).Expand(word, file.Syntax.EscapeCharacter);
                if (user.Error is not null || !user.IsKnown || !user.Undefined.IsEmpty) continue;

                var name = user.Text.Split(':')[0];
                if (CreatedUser.Find(name, file) is { Uid: { } number } && ContainerUser.IsRoot(number)) continue;
                if (Characters.Digits.ContainAll(name) || ContainerUser.IsRoot(name) || IsPromised(name, stage, file.Facts)) continue;
                var remedy = CreatedUser.Find(name, file) switch
                {
                    { Uid: { } uid } => $"Write its numeric UID: USER {uid}.",
                    { } => $"Create '{name}' with --uid 10001, and write USER 10001.",
                    null => "Write its numeric UID, for example USER 10001.",
                };
                findings.Report(file.FromFirstLine(instruction, word.Span),
                    $"USER '{name}' is a name, which Kubernetes' runAsNonRoot cannot verify. {remedy}");
            }
        }
    }

    /// <summary>
    /// All tags of the node images have the user 'node' with UID 1000, and their maintainers recommend the name (docker-node, Best
    /// Practices).
    /// </summary>
    private static bool IsPromised(string name, Stage stage, FileFacts facts) =>
        name == "node" && StageBase.OriginalOf(stage, facts) is { } image && ContainerUser.Brought(image) == "node";
}
