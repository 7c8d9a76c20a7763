namespace ContainerGuard.Dockerfile;

/// <summary>An environment without variables.</summary>
internal sealed class EmptyVariables : IVariables
{
    public static readonly EmptyVariables Instance = new();

    private EmptyVariables()
    {
    }

    public bool MayHaveOthers => false;

    public VariableValue? Find(string name) => null;
}
