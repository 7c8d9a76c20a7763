namespace ContainerGuard.Generation;

/// <summary>The address of the app's health inside the container.</summary>
/// <param name="Port">The TCP port that the app listens on.</param>
/// <param name="Path"><c>ContainerGuardHealthcheck</c>, which begins with a slash.</param>
internal sealed record HealthAddress(int Port, string Path)
{
    /// <summary>The path as a string in single quotes of JavaScript, Python and Ruby.</summary>
    public string PathLiteral => $"'{Path.Replace("\\", "%5C", StringComparison.Ordinal).Replace("'", "%27", StringComparison.Ordinal)}'";

    public string Url => $"http://127.0.0.1:{Port}{Path}";

    /// <summary>The check with wget, which BusyBox has.</summary>
    public StageHealth Wget => new(["wget", "--quiet", "--output-document=/dev/null", Url], "wget is part of alpine's BusyBox (CG6009).");

    /// <summary>The check with curl.</summary>
    /// <param name="reason">Where curl comes from.</param>
    public StageHealth Curl(string reason) => new(["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", Url], reason);

    /// <summary>The problem of a check without a port.</summary>
    public static Problem WithoutPort(string path) =>
        new(
            $"ContainerGuardHealthcheck is '{path}', but the project has no port.",
            "Add the app's port: <ContainerPort Include=\"8080\" Type=\"tcp\" />.");

    /// <summary>The problem of a check that no program of the image can make.</summary>
    public static Problem WithoutClient(string path, string image, string way) =>
        new(
            $"ContainerGuardHealthcheck is '{path}', but {image} is not known to have an HTTP client.",
            $"{way}, or remove ContainerGuardHealthcheck and configure the check in the orchestrator.");
}
