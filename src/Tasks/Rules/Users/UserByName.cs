using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// USER with a name. Kubernetes' runAsNonRoot refuses to start it, for only the image's own /etc/passwd says which number the name has. Root is
/// 0 everywhere, and is left to <see cref="LastUserIsRoot"/>.
/// </summary>
internal sealed class UserByName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3006", "USER is a name, not a number", Severity.Message)
    {
        Aliases = ["hadolint:DL3066"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (TargetSystem.IsWindows(stage)) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction is not { Kind: InstructionKind.User, Arguments: [var word] }) continue;

                var user = stage.StateBefore(instruction).Expand(word, context.Syntax.EscapeCharacter);
                if (user.Error is not null || !user.IsKnown || !user.Undefined.IsEmpty) continue;

                var name = user.Text.Split(':')[0];
                if (Characters.Digits.ContainAll(name) || ContainerUser.IsRoot(name) || IsPromised(name, stage)) continue;
                context.Report(context.FromFirstLine(instruction, word.Span),
                    $"'{name}' is a name, and which number it has only the image's /etc/passwd says: Kubernetes' runAsNonRoot cannot verify it, and files on a mounted volume belong to numbers. Write the number, such as USER 10001.");
            }
        }
    }

    /// <summary>Node's images have their user under this name and number (1000) in all tags, and their makers ask for the name (docker-node, Best Practices).</summary>
    private static bool IsPromised(string name, Stage stage) =>
        name == "node" && Images.ImageReference.TryParse(stage.Root.Base.Text, out var image, out _) && image is { IsOfficial: true, Repository: "library/node" };
}
