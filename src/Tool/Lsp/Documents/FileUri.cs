namespace ContainerGuard.Tool.Lsp.Documents;

/// <summary>Paths and their addresses. Editors write them in different ways: <c>file:///c%3A/a</c> is <c>file:///C:/a</c>.</summary>
internal static class FileUri
{
    /// <summary>The absolute path; null for an address of another kind, such as that of a new document without a name.</summary>
    public static string? PathOf(string? uri)
    {
        if (uri is null || !Uri.TryCreate(uri, UriKind.Absolute, out var address) || !address.IsFile) return null;
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        if (address.Host.Length > 0 && OperatingSystem.IsWindows()) path = $@"\\{address.Host}{path}";
        if (path is ['/', var drive, ':', ..] && char.IsAsciiLetter(drive) && OperatingSystem.IsWindows())
        {
            path = char.ToUpperInvariant(drive) + path[2..];
        }

        return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(path);
    }

    /// <summary>The address of an absolute path.</summary>
    public static string Of(string path)
    {
        var slashes = path.Replace('\\', '/');
        var escaped = string.Join('/', slashes.Split('/').Select(Uri.EscapeDataString));
        return slashes.StartsWith("//", StringComparison.Ordinal) ? "file:" + escaped
            : slashes.StartsWith('/') ? "file://" + escaped
            : "file:///" + escaped;
    }
}
