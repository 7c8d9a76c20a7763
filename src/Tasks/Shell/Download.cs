namespace ContainerGuard.Shell;

/// <summary>A download of curl or wget that is stored in a file, or unpacked by another program.</summary>
/// <param name="Address">The first address on the command line.</param>
/// <param name="File">The destination file, as written; null when the address determines its name, or another program reads the
/// download.</param>
internal sealed record Download(ShellWord Address, string? File)
{
    private static readonly string[] Unpacking =
        ["tar", "bsdtar", "gunzip", "zcat", "gzip", "bunzip2", "bzip2", "xz", "unxz", "xzcat", "zstd", "unzip", "cpio", "dd", "tee"];

    /// <summary>
    /// The search for a command in its pipeline is linear in the length of the pipeline, and runs for each of its commands, so longer
    /// pipelines are not searched.
    /// </summary>
    private const int LongestPipeline = 100;

    /// <summary>The download of a command; null for a request whose response is only printed, or read by another program.</summary>
    public static Download? Of(ShellCommand command)
    {
        if (command.Name is not ("curl" or "wget") || AddressIn(command.Line) is not { } address || AsksOnly(command.Line)) return null;

        foreach (var redirection in command.Redirections)
        {
            if (redirection.TakesOutput) return new Download(address, redirection.Target.Text);
        }

        var line = command.Line;
        var (isCurl, file) = command.Name == "curl"
            ? (true, line.ValueOf("-o") ?? line.ValueOf("--output"))
            : (false, line.ValueOf("-O") ?? line.ValueOf("--output-document"));
        if (file is not (null or "-")) return new Download(address, file);

        var isNamedByAddress = file is null && (!isCurl || line.Has("-O", "--remote-name", "--remote-name-all"));
        return isNamedByAddress || (Next(command) is { Name: { } next } && Array.IndexOf(Unpacking, next) >= 0)
            ? new Download(address, null)
            : null;
    }

    private static ShellWord? AddressIn(CommandArguments line)
    {
        foreach (var operand in line.Operands)
        {
            if (operand.Text.Contains("://", StringComparison.Ordinal)) return operand;
        }

        return null;
    }

    private static bool AsksOnly(CommandArguments line) =>
        line.Has("--spider", "-I", "--head", "--post-data") || line.Has("-X", "--request", "-d", "--data");

    /// <summary>The command that reads the output.</summary>
    private static ShellCommand? Next(ShellCommand command)
    {
        var elements = command.Outermost.Pipeline.Elements;
        if (elements.Length > LongestPipeline) return null;

        var at = elements.IndexOf(command.Outermost) + 1;
        return at > 0 && at < elements.Length && elements[at] is ShellCommand next ? next.Inner ?? next : null;
    }
}
