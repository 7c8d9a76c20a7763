using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt in a script. Its command-line interface is for interactive use, and can change between releases.</summary>
internal sealed class AptInScripts : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5014", "RUN uses apt instead of apt-get", Severity.Warning)
    {
        Aliases = ["hadolint:DL3027", "checkov:CKV_DOCKER_9", "kics:Run Using apt"],
    };

    private static readonly string[] Shared = ["install", "reinstall", "update", "upgrade", "remove", "purge", "autoremove", "autoclean",
        "clean", "download", "source", "build-dep", "satisfy", "changelog"];

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("apt"))
        {
            if (command.Line.SubCommand is not { } verb) continue;

            var name = command.Words[0];
            var isShared = Array.IndexOf(Shared, verb) >= 0 && file.Source.AsSpan(run.Locate(name.Span)).Trim('"') is "apt";
            findings.Report(run.Locate(command),
                $"'apt {verb}' is for interactive use, and its interface can change. "
                    + $"Use {(isShared ? $"'apt-get {verb}'" : "'apt-get', or 'apt-cache' for queries")}.",
                fix: isShared ? Edits.Replace(run, name, "apt-get") : null);
        }
    }
}
