namespace ContainerGuard.Images;

/// <summary>The versions of .NET that the images of Microsoft and others state in their variables.</summary>
internal static class DotNetVersions
{
    public const string Runtime = "runtime";
    public const string AspNet = "aspnet";
    public const string Sdk = "sdk";

    private const int LongestVersion = 64;

    /// <summary>The versions by product. A value that does not look like a version is left out.</summary>
    /// <param name="variables">The variables of an image: <c>NAME=value</c>.</param>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<string> variables)
    {
        Dictionary<string, string> versions = new(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            var split = variable.IndexOf('=', StringComparison.Ordinal);
            if (split < 0 || ProductOf(variable[..split]) is not { } product) continue;
            var value = variable[(split + 1)..];
            if (value.Length is > 0 and <= LongestVersion && char.IsAsciiDigit(value[0])
                && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+'))
            {
                versions[product] = value;
            }
        }

        return versions;
    }

    private static string? ProductOf(string variable) => variable switch
    {
        "DOTNET_VERSION" => Runtime,
        "ASPNET_VERSION" => AspNet,
        "DOTNET_SDK_VERSION" => Sdk,
        _ => null,
    };
}
