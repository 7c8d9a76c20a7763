using System.Text.Json;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Processes;
using ContainerGuard.Text;

namespace ContainerGuard.Scanning.External;

/// <summary>
/// A scanner that the machine has, as <c>ContainerGuardScanner</c> names it: <c>trivy</c>, or a command that prints SARIF. The program is
/// on the PATH; ContainerGuard never downloads one.
/// </summary>
internal sealed class ExternalScanner
{
    /// <summary>The word in a command that stands for the image.</summary>
    public const string ImageWord = "{image}";

    private const string Trivy = "trivy";

    /// <summary>In characters.</summary>
    private const int LargestReport = 1 << 27;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly string[] _words;

    private ExternalScanner(string[] words) => _words = words;

    /// <summary>The name of the program.</summary>
    public string Name => _words[0];

    private bool IsTrivy => _words is [Trivy];

    /// <summary>Whether the scanner must not use the network.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Reads the setting.</summary>
    /// <param name="setting">The name of a program on the PATH, and its arguments.</param>
    /// <param name="isOffline">Whether the scanner must not use the network.</param>
    /// <returns>Null for a path, and without a name.</returns>
    public static ExternalScanner? Parse(string setting, bool isOffline)
    {
        var words = setting.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 || words[0].AsSpan().IndexOfAny('/', '\\') >= 0
            ? null
            : new ExternalScanner(words) { IsOffline = isOffline };
    }

    /// <summary>Scans an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mirrors">The mirrors of registries.</param>
    /// <param name="fullPath">Makes a path absolute.</param>
    /// <param name="folder">The folder that the program runs in.</param>
    /// <param name="environment">The variables of the build.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="FormatException">It cannot be used; the message is a sentence about the scanner.</exception>
    public async Task<ExternalResult> ScanAsync(
        ImageName image, ImageMirrors mirrors, Func<string, string> fullPath, string folder, Func<string, string?> environment,
        CancellationToken cancellationToken)
    {
        if (ProgramPath.Find(Name, environment) is not { } program)
        {
            throw new FormatException("It is not on the PATH, and ContainerGuard does not download it.");
        }

        var place = image.Reference is { } reference
            ? (image.Transport == ImageTransport.Registry ? mirrors.Apply(reference) : reference).Familiar
            : image.Split(fullPath).Place;
        var arguments = IsTrivy ? OfTrivy(image, place) : OfCommand(place);
        var result =
            await ProgramRun.RunAsync(program, arguments, "", folder, Limit, LargestReport, cancellationToken).ConfigureAwait(false);
        if (result.Problem is { } problem) throw new FormatException(problem);
        try
        {
            // Scanners end with a code of their own where they find something.
            using var json = JsonDocument.Parse(result.Output);
            return IsTrivy ? TrivyReport.Read(json.RootElement) : SarifFindings.Read(json.RootElement);
        }
        catch (Exception exception) when (JsonText.IsDamage(exception) || exception is FormatException)
        {
            throw new FormatException(result.ExitCode == 0
                ? $"The output of the scanner is not valid: {(exception is FormatException ? exception.Message : "it is not JSON")}."
                : $"The scanner ended with the exit code {result.ExitCode}"
                    + $"{(LastLine(result.Errors) is { Length: > 0 } line ? $": {line}" : "")}.");
        }
    }

    /// <summary>Scanners write their progress first and the reason last.</summary>
    private static string LastLine(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";

    private IEnumerable<string> OfTrivy(ImageName image, string place)
    {
        string[] source = image.Transport switch
        {
            ImageTransport.Registry => ["--image-src", "remote", place],
            ImageTransport.DockerDaemon => ["--image-src", "docker", place],
            ImageTransport.ContainersStorage => ["--image-src", "podman", place],
            _ => ["--input", place],
        };
        string[] offline = IsOffline ? ["--offline-scan", "--skip-db-update", "--skip-java-db-update"] : [];
        return ["image", "--quiet", "--scanners", "vuln", "--format", "json", .. offline, .. source];
    }

    private IEnumerable<string> OfCommand(string place) => _words.Any(static word => word.Contains(ImageWord, StringComparison.Ordinal))
        ? _words.Skip(1).Select(word => word.Replace(ImageWord, place, StringComparison.Ordinal))
        : _words.Skip(1).Append(place);
}
