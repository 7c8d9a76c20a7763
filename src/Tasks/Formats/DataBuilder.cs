namespace ContainerGuard.Formats;

/// <summary>
/// Builds values from the events of a parser. Each value is part of its parent from its start, so an error leaves the values before it.
/// </summary>
internal sealed class DataBuilder
{
    /// <summary>The depth of nested values at most. Manifests and settings have a few levels.</summary>
    private const int MostDeep = 64;

    private readonly Stack<(DataNode Node, string? Name)> _open = new();
    private string? _name;

    public DataNode Root { get; private set; } = DataNode.Missing;

    /// <summary>The innermost open list or table; null outside the root.</summary>
    public DataNode? Parent => _open.TryPeek(out var top) ? top.Node : null;

    /// <summary>Whether the next value is the name of a member.</summary>
    public bool ExpectsName => Parent is { IsTable: true } && _name is null;

    /// <summary>The value that the table has for the name so far.</summary>
    public DataNode Current => Parent is { IsTable: true } table && _name is not null ? table[_name] : DataNode.Missing;

    public bool IsTooDeep => _open.Count >= MostDeep;

    public void Name(string text) => _name = text;

    public void Value(DataNode node)
    {
        if (Parent is not { } parent) Root = node;
        else if (parent.IsList) parent.Add(node);
        else parent.Set(_name ?? "", node);
        _name = null;
    }

    /// <summary>Opens a list or table.</summary>
    public void Start(DataNode node)
    {
        Value(node);
        _open.Push((node, null));
    }

    /// <summary>Opens a table or list again that the parent has already.</summary>
    public void StartAgain(DataNode node)
    {
        _name = null;
        _open.Push((node, null));
    }

    public DataNode End()
    {
        _name = null;
        return _open.Pop().Node;
    }
}
