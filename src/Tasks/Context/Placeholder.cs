namespace ContainerGuard.Context;

/// <summary>
/// A placeholder for a value that is set elsewhere: <c>${TOKEN}</c>, <c>$TOKEN</c>, <c>%TOKEN%</c>, <c>{{ token }}</c>,
/// <c>&lt;token&gt;</c>.
/// </summary>
internal static class Placeholder
{
    public static bool Is(ReadOnlySpan<char> value) =>
        value.StartsWith('$')
        || value.StartsWith("{{")
        || (value.Length > 1 && value[0] is '%' or '<' && value[^1] is '%' or '>');
}
