namespace ContainerGuard.Generation.Node;

/// <summary>An application that runs in the browser: its build writes files, which a web server serves.</summary>
/// <param name="Tool">The tool that writes the files.</param>
/// <param name="Output">The folder of the files, relative to the application's folder.</param>
internal sealed record Site(string Tool, string Output)
{
    /// <summary>The script of package.json that writes the files.</summary>
    public string Script { get; init; } = "build";

    /// <summary>The path below which the pages ask for their files. It begins and ends with a slash.</summary>
    public string Base { get; init; } = "/";

    /// <summary>The page for every path without a file, if the application has its routes in the browser; else null.</summary>
    public string? Fallback { get; init; } = "index.html";

    /// <summary>
    /// Folders of files with a hash of the content in their names, each with a slash at the end: browsers keep them for a year.
    /// </summary>
    public IReadOnlyList<string> HashedFolders { get; init; } = [];

    /// <summary>A pattern of such names in other folders (nginx's regular expressions); null if the tool writes none.</summary>
    public string? HashedNames { get; init; }
}

/// <summary>What is found about a site.</summary>
/// <param name="Site">Null if the application has none, or its output is not known.</param>
/// <param name="Problem">Why its output is not known, with the remedy.</param>
internal sealed record SiteAnswer(Site? Site, Problem? Problem)
{
    public static readonly SiteAnswer None = new(null, null);
}
