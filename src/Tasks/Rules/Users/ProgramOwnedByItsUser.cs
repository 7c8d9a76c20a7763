using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// The copied files belong to the user that the container runs as, so the program can change itself. For data that is right, and only a person
/// knows which is which: said once in a file.
/// </summary>
internal sealed class ProgramOwnedByItsUser : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3010", "The files belong to the user that the program runs as", Severity.Message)
    {
        Aliases = ["kics:Chown Flag Exists"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        if (context.Image is not { RunsAsRoot: false, User: { } user } image) return;

        var name = user.Split(':')[0];
        if ((FirstCopy(context, image, name) ?? FirstChange(context, image, name)) is { } span)
        {
            context.Report(span,
                $"The files belong to '{name}', and so does the process: a fault in the program can be used to change the program. Leave to root what is only read or run, which everyone may do anyway, and give --chown={name} to data that the process writes.");
        }
    }

    private static TextSpan? FirstCopy(RuleContext context, FinalImage image, string name)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (!image.Includes(stage)) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is InstructionKind.Copy or InstructionKind.Add && instruction.FindFlag("chown") is { Value: { } owner } flag && IsName(owner, name))
                    return context.FromFirstLine(instruction, flag.Span);
            }
        }

        return null;
    }

    private static TextSpan? FirstChange(RuleContext context, FinalImage image, string name)
    {
        foreach (var change in context.OwnerChanges)
        {
            if (image.Includes(change.Run.Stage) && IsName(change.Owner, name)) return change.Run.Locate(change.Command.Span);
        }

        return null;
    }

    private static bool IsName(string owner, string name) => owner.Split(':')[0] == name;
}
