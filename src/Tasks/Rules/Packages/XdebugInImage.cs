using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>The final image has the PHP debugger, which slows every request and can open a connection to a debugger.</summary>
internal sealed class XdebugInImage : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG5101", "The final image contains Xdebug", Severity.Message)
        {
            Aliases = ["tally:php/no-xdebug-in-final-image"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || IsForDevelopers(image)) return;
        foreach (var (run, command) in file.Commands.Of("pecl", "docker-php-ext-enable", "install-php-extensions", "apt-get", "apk", "dnf"))
        {
            if (!image.Includes(run.Stage) || command.Line.Operands.FirstOrDefault(IsXdebug) is not { } word
                || command.Line.SubCommand is "remove" or "purge" or "del" or "uninstall" or "download")
            {
                continue;
            }

            findings.Report(run.Locate(word.Span),
                "Xdebug slows every request and is for development only. Install it in a separate stage for development.");
            return;
        }
    }

    /// <summary>A stage with a name such as "dev", or a container in which people work.</summary>
    private static bool IsForDevelopers(FinalImage image) =>
        image.Stage.Name is { } name
        && (name.Contains("dev", StringComparison.OrdinalIgnoreCase) || name.Contains("debug", StringComparison.OrdinalIgnoreCase)
            || name.Contains("test", StringComparison.OrdinalIgnoreCase));

    private static bool IsXdebug(ShellWord word) =>
        word.Text is "xdebug" or "php-xdebug" || word.Text.StartsWith("xdebug-", StringComparison.Ordinal)
        || (word.Text.StartsWith("php", StringComparison.Ordinal) && word.Text.EndsWith("xdebug", StringComparison.Ordinal));
}
