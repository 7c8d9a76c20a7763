namespace ContainerGuard.Shell;

/// <summary>What curl or wget fetches and keeps: in a file, or as the input of a program that unpacks it.</summary>
/// <param name="Address">The first address that is given.</param>
/// <param name="File">The file it is written to, as written; null where the address names it, or another program takes it.</param>
internal sealed record Download(ShellWord Address, string? File)
{
    private static readonly string[] Unpacking = ["tar", "bsdtar", "gunzip", "zcat", "gzip", "bunzip2", "bzip2", "xz", "unxz", "xzcat", "zstd", "unzip", "cpio", "dd", "tee"];

    /// <summary>To find a command in its pipeline costs what that is long, for every command of it.</summary>
    private const int LongestPipeline = 100;

    /// <summary>The download that a command is; null for a request whose answer is only looked at, or handed to something else.</summary>
    public static Download? Of(ShellCommand command)
    {
        if (command.Name is not ("curl" or "wget") || AddressIn(command.Line) is not { } address || AsksOnly(command.Line)) return null;

        foreach (var redirection in command.Redirections)
        {
            if (redirection.TakesOutput) return new Download(address, redirection.Target.Text);
        }

        var line = command.Line;
        var (isCurl, file) = command.Name == "curl" ? (true, line.ValueOf("-o") ?? line.ValueOf("--output")) : (false, line.ValueOf("-O") ?? line.ValueOf("--output-document"));
        if (file is not (null or "-")) return new Download(address, file);

        var isNamedByAddress = file is null && (!isCurl || line.Has("-O", "--remote-name", "--remote-name-all"));
        return isNamedByAddress || (Next(command) is { Name: { } next } && Array.IndexOf(Unpacking, next) >= 0) ? new Download(address, null) : null;
    }

    private static ShellWord? AddressIn(CommandLine line)
    {
        foreach (var operand in line.Operands)
        {
            if (operand.Text.Contains("://", StringComparison.Ordinal)) return operand;
        }

        return null;
    }

    private static bool AsksOnly(CommandLine line) => line.Has("--spider", "-I", "--head", "--post-data") || line.Has("-X", "--request", "-d", "--data");

    /// <summary>The command that the output is handed to.</summary>
    private static ShellCommand? Next(ShellCommand command)
    {
        var elements = command.Outermost.Pipeline.Elements;
        if (elements.Length > LongestPipeline) return null;

        var at = elements.IndexOf(command.Outermost) + 1;
        return at > 0 && at < elements.Length && elements[at] is ShellCommand next ? next.Inner ?? next : null;
    }
}
