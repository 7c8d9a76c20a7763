using ContainerGuard.Analysis;
using ContainerGuard.Images;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>
/// The final image is based on a system image and installs the runtime of its process, although that runtime has an official image.
/// </summary>
internal sealed class RuntimeByHand : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG2010", "A runtime is installed instead of using its official image", Severity.Message)
    {
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { Base: { } image } final || !RuntimeImages.IsSystem(image)) return;

        // No official image has two runtimes, so a file that needs two has to start from a system image.
        string? runtime = null;
        TextSpan? place = null;
        foreach (var run in file.Runs)
        {
            if (!final.Includes(run.Stage)) continue;
            foreach (var command in run.Commands)
            {
                foreach (var name in RuntimesOf(command))
                {
                    if (runtime is not null && runtime != name) return;
                    runtime = name;
                }

                if (place is null && Installs(command)) place = run.Locate(command);
            }
        }

        if (place is { } span && Starts(file, final, runtime!))
        {
            findings.Report(span,
                $"A runtime is installed on '{image.Familiar}'. Use the official image, which gets updates: FROM {runtime}:<version>.");
        }
    }

    /// <summary>
    /// Whether the container runs on the runtime: its process is a program of the runtime, or of a package that the runtime's package
    /// manager installed.
    /// </summary>
    private static bool Starts(FileAnalysis file, FinalImage image, string runtime)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        foreach (var start in image.Starts)
        {
            foreach (var argument in start.Arguments) words.UnionWith(FinalImage.WordsOf(argument.Value));
            if (start.Command is { } command) words.UnionWith(FinalImage.WordsOf(command.Text));
        }

        return words.Any(word => RuntimeImages.IsProgramOf(runtime, word))
            || (words.Count > 0 && file.Runs.Any(run => image.Includes(run.Stage) && run.Commands.Any(command =>
                command.Install is { Manager: "pip" or "pipx" or "gem" or "npm" or "yarn" } install
                && install.Packages.Any(package => words.Contains(package.Name)))));
    }

    /// <summary>The runtimes that a command installs, or that it installs packages for.</summary>
    private static IEnumerable<string> RuntimesOf(ShellCommand command) =>
        Downloads(command) ? command.Arguments.Select(static word => RuntimeImages.OfDownload(word.Text)).OfType<string>()
        : PackagesOf(command).Select(static package => RuntimeImages.BehindPackage(package.Name)).OfType<string>();

    private static bool Installs(ShellCommand command) =>
        Downloads(command) ? command.Arguments.Any(static word => RuntimeImages.OfDownload(word.Text) is not null)
        : PackagesOf(command).Any(static package => RuntimeImages.OfPackage(package.Name) is not null);

    private static bool Downloads(ShellCommand command) => command.Name is "curl" or "wget";

    private static IEnumerable<PackageOperand> PackagesOf(ShellCommand command) =>
        command.Install is { } install && Array.IndexOf(PackageManagers.OfSystems, install.Manager) >= 0 && !IsForTheBuild(command)
            ? install.Packages.Where(static package => package.Kind == PackageKind.Named)
            : [];

    /// <summary>Packages that <c>apk add --virtual</c> groups under a name are later removed by that name.</summary>
    private static bool IsForTheBuild(ShellCommand command) => command.Line.Has("-t", "--virtual");
}
