namespace ContainerGuard.Rules;

internal static partial class RuleCatalogue
{
    private static readonly Lazy<Rule[]> Rules = new(CreateAll);

    public static IReadOnlyList<Rule> All => Rules.Value;
}
