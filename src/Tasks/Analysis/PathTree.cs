using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>
/// The first instruction for each absolute path, found by the folders above and below. A path is the array of its parts. Folders of the
/// system itself have no result, because most of their files come from the base image.
/// </summary>
internal sealed class PathTree
{
    private readonly Node _root = new();

    /// <summary>Adds an instruction. Callers add in the order of the file, and the first instruction of a path is kept.</summary>
    public void Add(string[] path, InstructionSyntax instruction)
    {
        var node = _root;
        node.FirstBelow ??= instruction;
        foreach (var part in path)
        {
            node = node.Children.TryGetValue(part, out var child) ? child : node.Children[part] = new();
            node.FirstBelow ??= instruction;
        }

        node.First ??= instruction;
    }

    /// <summary>The first instruction for the path itself or a path below it.</summary>
    public InstructionSyntax? FirstBelow(string[] path)
    {
        if (IsSystemFolder(path)) return null;
        var node = _root;
        foreach (var part in path)
        {
            if (!node.Children.TryGetValue(part, out node)) return null;
        }

        return node.FirstBelow;
    }

    /// <summary>The first instruction for the path itself or a folder that contains it.</summary>
    public InstructionSyntax? FirstAbove(string[] path)
    {
        InstructionSyntax? first = null;
        var node = _root;
        for (var depth = 1; depth <= path.Length && node.Children.TryGetValue(path[depth - 1], out node); depth++)
        {
            if (node.First is { } instruction
                && !(first?.KeywordSpan.Start < instruction.KeywordSpan.Start)
                && !IsSystemFolder(path.AsSpan(0, depth)))
            {
                first = instruction;
            }
        }

        return first;
    }

    private static bool IsSystemFolder(ReadOnlySpan<string> path) => path switch
    {
        [] => true,
        ["bin" or "etc" or "lib" or "run" or "sbin" or "tmp" or "usr" or "var"] => true,
        ["usr", "local"] or ["var", "lib" or "log"] => true,
        _ => false,
    };

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public InstructionSyntax? First { get; set; }

        public InstructionSyntax? FirstBelow { get; set; }
    }
}
