namespace ContainerGuard.Formats;

/// <summary>A value in a TOML or YAML file: a text, a list or a table. The members of a missing value are missing too.</summary>
internal sealed class DataNode
{
    public static readonly DataNode Missing = new();

    private readonly List<DataNode>? _items;
    private readonly Dictionary<string, DataNode>? _members;

    private DataNode()
    {
    }

    private DataNode(List<DataNode>? items, Dictionary<string, DataNode>? members) => (_items, _members) = (items, members);

    /// <summary>A scalar as text; null for null, a list and a table.</summary>
    public string? Text { get; private init; }

    /// <summary>
    /// Where a scalar of a YAML file begins and ends: offsets in the text that was read, with quotes; both 0 where the reader does not
    /// know them.
    /// </summary>
    public (int Start, int End) Place { get; private init; }

    public bool Exists => this != Missing;

    public bool IsTable => _members is not null;

    public bool IsList => _items is not null;

    /// <summary>The values of a list, in order.</summary>
    public IReadOnlyList<DataNode> Items => _items ?? [];

    /// <summary>The names of a table's members, in order.</summary>
    public IEnumerable<string> Names => _members?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The texts in a list, in order. Other values are left out.</summary>
    public IEnumerable<string> Texts => Items.Select(static item => item.Text).OfType<string>();

    /// <summary>A member of a table, or of a table below it.</summary>
    /// <param name="path">One name or more.</param>
    public DataNode this[params ReadOnlySpan<string> path]
    {
        get
        {
            var node = this;
            foreach (var name in path) node = node._members?.GetValueOrDefault(name) ?? Missing;
            return node;
        }
    }

    public static DataNode OfText(string? text, int start = 0, int end = 0) => new() { Text = text, Place = (start, end) };

    public static DataNode List() => new([], null);

    public static DataNode Table() => new(null, new(StringComparer.Ordinal));

    public void Add(DataNode item) => _items!.Add(item);

    public void Set(string name, DataNode value) => _members![name] = value;

    /// <summary>
    /// All texts in this value and below it, with the name of the nearest member that contains each; empty in a list without a name.
    /// </summary>
    public IEnumerable<(string Name, string Text)> AllTexts()
    {
        // A YAML alias is the same node again, so that the number of paths can be exponential.
        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(string Name, DataNode Node)> open = new([("", this)]);
        while (open.TryPop(out var next))
        {
            var (name, node) = next;
            if (!seen.Add(node)) continue;
            if (node.Text is { } text) yield return (name, text);
            for (var i = node.Items.Count - 1; i >= 0; i--) open.Push((name, node.Items[i]));
            foreach (var (key, member) in node._members?.Reverse() ?? []) open.Push((key, member));
        }
    }
}

/// <summary>The content of a TOML or YAML file.</summary>
/// <param name="Root">The values; in an invalid file, those before the error.</param>
/// <param name="Problem">The error; null in a valid file.</param>
internal sealed record DataFile(DataNode Root, FormatProblem? Problem);
