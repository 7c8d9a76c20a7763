using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>curl downloads from an address that always redirects, and does not follow: the file has the text of the redirection.</summary>
internal sealed class CurlWithoutRedirects : Rule
{
    /// <summary>Hosts that answer every download with a redirection.</summary>
    private static readonly string[] Redirecting = ["aka.ms", "bit.ly", "git.io", "goo.gl", "tinyurl.com", "downloads.sourceforge.net"];

    /// <summary>Paths of github.com that lead to another host.</summary>
    private static readonly string[] OfGitHub =
        ["/releases/download/", "/releases/latest/", "/archive/", "/raw/", "/tarball/", "/zipball/"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG5091", "curl does not follow the redirection of a download", Severity.Warning)
        {
            Aliases = ["tally:curl-should-follow-redirects"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("curl"))
        {
            if (command.Line.Has("-L", "--location", "--location-trusted") || command.Line.Has("-K", "--config")
                || command.Line.MayHaveMoreOptions || Download.Of(command) is not { } download
                || HostOf(download.Address.Text) is not { } host)
            {
                continue;
            }

            findings.Report(run.Locate(command),
                $"'{host}' redirects this download, but curl does not follow redirections. Add -L, for example 'curl -fsSL'.");
        }
    }

    /// <summary>The host, if its address certainly redirects.</summary>
    private static string? HostOf(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) ? null
        : Array.IndexOf(Redirecting, uri.Host) >= 0 ? uri.Host
        : uri.Host == "github.com" && Array.Exists(OfGitHub, path => uri.AbsolutePath.Contains(path, StringComparison.Ordinal)) ? uri.Host
        : null;
}
