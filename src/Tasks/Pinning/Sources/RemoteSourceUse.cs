using ContainerGuard.Dockerfile;

namespace ContainerGuard.Pinning;

/// <summary>A place where a Dockerfile adds a source from the network.</summary>
/// <param name="Source">The source.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Instruction">The ADD, which may be a trigger of ONBUILD.</param>
/// <param name="Word">The source as written.</param>
internal sealed record RemoteSourceUse(RemoteSource Source, Stage Stage, InstructionSyntax Instruction, WordSyntax Word)
{
    /// <summary>The flag that names the checksum or the commit; null without one.</summary>
    public FlagSyntax? Checksum => Instruction.FindFlag("checksum");

    /// <summary>Whether the flag can be written: the builder supports it for one source only.</summary>
    public bool IsAlone => Instruction.Sources.Length == 1;

    /// <summary>Whether a lock file can have the source: nothing in the Dockerfile fixes it.</summary>
    public bool IsOpen => Checksum is null && !Source.IsFixed;

    /// <summary>The uses in a file, in source order. A value that an argument of the build decides is not known, and is left out.</summary>
    public static IEnumerable<RemoteSourceUse> In(DockerfileModel model)
    {
        foreach (var stage in model.Stages)
        {
            foreach (var outer in stage.Instructions)
            {
                var add = outer.Trigger ?? outer;
                if (add.Kind != InstructionKind.Add) continue;
                foreach (var word in add.Sources)
                {
                    if (Of(model, stage, outer, add, word) is { } use) yield return use;
                }
            }
        }
    }

    private static RemoteSourceUse? Of(
        DockerfileModel model, Stage stage, InstructionSyntax outer, InstructionSyntax add, WordSyntax word)
    {
        var text = stage.StateBefore(outer).Expand(word, model.Syntax.EscapeCharacter);
        return text is { Error: null, IsKnown: true } && RemoteSource.Parse(text.Text) is { } source
            ? new RemoteSourceUse(source, stage, add, word)
            : null;
    }
}
