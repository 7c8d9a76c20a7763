

namespace ContainerGuard.Formats;

/// <summary>Builds values from the events of a parser. Each value is part of its parent from its start, so an error leaves the values before it.</summary>
internal sealed class DataBuilder
{
    /// <summary>The depth of nested values at most. Manifests and settings have a few levels.</summary>
    private const int MostDeep = 64;

    private readonly Stack<(DataNode Node, string? Name)> open = new();
    private string? name;

    public DataNode Root { get; private set; } = DataNode.Missing;

    /// <summary>The innermost open list or table; null outside the root.</summary>
    public DataNode? Parent => open.TryPeek(out var top) ? top.Node : null;

    /// <summary>Whether the next value is the name of a member.</summary>
    public bool ExpectsName => Parent is { IsTable: true } && name is null;

    /// <summary>The value that the table has for the name so far.</summary>
    public DataNode Current => Parent is { IsTable: true } table && name is not null ? table[name] : DataNode.Missing;

    public bool IsTooDeep => open.Count >= MostDeep;

    public void Name(string text) => name = text;

    public void Value(DataNode node)
    {
        if (Parent is not { } parent) Root = node;
        else if (parent.IsList) parent.Add(node);
        else parent.Set(name ?? "", node);
        name = null;
    }

    /// <summary>Opens a list or table.</summary>
    public void Start(DataNode node)
    {
        Value(node);
        open.Push((node, null));
    }

    /// <summary>Opens a table or list again that the parent has already.</summary>
    public void StartAgain(DataNode node)
    {
        name = null;
        open.Push((node, null));
    }

    public DataNode End()
    {
        name = null;
        return open.Pop().Node;
    }
}
