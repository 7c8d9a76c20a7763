using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>Collects the simple commands of a part of a script.</summary>
internal static class ShellCommandCollector
{
    public static ImmutableArray<ShellCommand> Collect(ShellList list)
    {
        var commands = ImmutableArray.CreateBuilder<ShellCommand>();
        Visit(list, commands);
        return commands.DrainToImmutable();
    }

    /// <summary>The simple commands in <paramref name="node"/>, including the node itself.</summary>
    public static ImmutableArray<ShellCommand> Collect(ShellNode node)
    {
        var commands = ImmutableArray.CreateBuilder<ShellCommand>();
        Visit(node, commands);
        return commands.DrainToImmutable();
    }

    private static void Visit(ShellList list, ImmutableArray<ShellCommand>.Builder commands)
    {
        foreach (var pipeline in list.Pipelines)
        {
            foreach (var element in pipeline.Elements) Visit(element, commands);
        }
    }

    private static void Visit(ShellNode node, ImmutableArray<ShellCommand>.Builder commands)
    {
        if (node is ShellCommand command)
        {
            VisitCommand(command, commands);
        }
        else if (node is ShellCompound compound)
        {
            foreach (var word in compound.Words) Visit(word.Expansions, commands);
            foreach (var list in compound.Lists) Visit(list, commands);
        }

        foreach (var redirection in node.Redirections)
        {
            Visit(redirection.Target.Expansions, commands);
            if (redirection.HereDocument is { } document) Visit(document.Expansions, commands);
        }
    }

    private static void VisitCommand(ShellCommand command, ImmutableArray<ShellCommand>.Builder commands)
    {
        foreach (var assignment in command.Assignments) Visit(assignment.Value.Expansions, commands);

        // A word that is a script is visited only as that script.
        var script = command;
        for (var inner = command; inner is not null; inner = inner.Inner)
        {
            commands.Add(inner);
            script = inner;
        }

        foreach (var word in command.Words)
        {
            if (script.Script is not { } nested || script.ScriptWord != word) Visit(word.Expansions, commands);
            else Visit(nested.Body, commands);
        }

        if (script is { Script: { } document, ScriptWord: null }) Visit(document.Body, commands);
    }

    private static void Visit(ImmutableArray<ShellExpansion> expansions, ImmutableArray<ShellCommand>.Builder commands)
    {
        foreach (var expansion in expansions)
        {
            if (expansion.Body is { } body) Visit(body, commands);
        }
    }
}
