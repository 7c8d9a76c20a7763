using System.Globalization;

namespace ContainerGuard.Images;

/// <summary>A target framework moniker: <c>net10.0</c>, <c>netcoreapp3.1</c>, <c>net8.0-windows</c>.</summary>
internal readonly record struct TargetFramework(string Moniker, int Major, int Minor, string Platform)
{
    /// <summary>Whether it is .NET (Core), which has container images. .NET Framework and .NET Standard do not have Linux images.</summary>
    public bool IsModern => Major >= 5 || (Major >= 2 && Moniker.StartsWith("netcoreapp", StringComparison.OrdinalIgnoreCase));

    /// <summary>The version in image tags: <c>10.0</c>.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>An invalid moniker gets the version 0.0, which is not modern.</summary>
    public static TargetFramework Parse(string moniker)
    {
        var text = moniker.AsSpan();
        var dash = text.IndexOf('-');
        var platform = dash < 0 ? "" : text[(dash + 1)..].ToString();
        var version = dash < 0 ? text : text[..dash];
        if (version.StartsWith("netcoreapp", StringComparison.OrdinalIgnoreCase)) version = version["netcoreapp".Length..];
        else if (version.StartsWith("net", StringComparison.OrdinalIgnoreCase)) version = version["net".Length..];

        // net48 has no dot: it is .NET Framework.
        var dot = version.IndexOf('.');
        return dot > 0
            && int.TryParse(version[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(version[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new TargetFramework(moniker, major, minor, platform)
            : new TargetFramework(moniker, 0, 0, platform);
    }
}
