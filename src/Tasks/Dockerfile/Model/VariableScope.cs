using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// Variables by name. A scope is immutable: a change returns a new scope, because every instruction has its own. Most stages set a few
/// variables, for which a linked list is smaller and faster than a tree; a long list becomes a tree.
/// </summary>
internal sealed class VariableScope
{
    public static readonly VariableScope Empty = new(null, null, 0);

    private const int MaximumLength = 24;

    private readonly Link? _newest;
    private readonly ImmutableDictionary<string, Variable>? _tree;
    private readonly int _length;

    private VariableScope(Link? newest, ImmutableDictionary<string, Variable>? tree, int length) =>
        (_newest, _tree, _length) = (newest, tree, length);

    /// <summary>The names of all variables, each once, in any order.</summary>
    public List<string> Names
    {
        get
        {
            List<string> names = [];
            if (_tree is not null)
            {
                names.AddRange(_tree.Keys);
            }

            for (var link = _newest; link is not null; link = link.Older)
            {
                if (!names.Contains(link.Name))
                {
                    names.Add(link.Name);
                }
            }

            return names;
        }
    }

    public Variable? Find(string name)
    {
        if (_tree is not null)
        {
            return _tree.GetValueOrDefault(name);
        }

        for (var link = _newest; link is not null; link = link.Older)
        {
            if (link.Name == name)
            {
                return link.Variable;
            }
        }

        return null;
    }

    public VariableScope With(string name, Variable variable) =>
        _tree is not null ? new VariableScope(null, _tree.SetItem(name, variable), 0)
        : _length < MaximumLength ? new VariableScope(new Link(name, variable, _newest), null, _length + 1)
        : new VariableScope(null, ToTree().SetItem(name, variable), 0);

    private ImmutableDictionary<string, Variable> ToTree()
    {
        if (_tree is not null)
        {
            return _tree;
        }

        var tree = ImmutableDictionary.CreateBuilder<string, Variable>(StringComparer.Ordinal);
        for (var link = _newest; link is not null; link = link.Older)
        {
            tree.TryAdd(link.Name, link.Variable);
        }

        return tree.ToImmutable();
    }

    private sealed record Link(string Name, Variable Variable, Link? Older);
}
