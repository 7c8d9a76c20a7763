using ContainerGuard.Images;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// A RUN of the final image installs compilers, headers or version control, and leaves them there. Where the whole image is one for building,
/// BuildImageAsFinalStage or SingleStageThatBuilds has said so.
/// </summary>
internal sealed class BuildToolsInFinalImage : Rule
{
    private static readonly string[] Managers = ["apt-get", "apt", "aptitude", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper"];

    private static readonly string[] Tools =
    [
        "autoconf", "automake", "bison", "build-base", "build-essential", "cargo", "clang", "cmake", "default-jdk", "default-jdk-headless", "dpkg-dev", "flex", "g++", "gcc",
        "gcc-c++", "git", "git-core", "go", "golang", "golang-go", "gradle", "libc-dev", "libc6-dev", "libtool", "linux-headers", "make", "maven", "mercurial", "meson", "musl-dev",
        "ninja-build", "python-dev", "python2-dev", "python3-dev", "rust", "rustc", "subversion",
    ];

    public override RuleDescriptor Descriptor { get; } = new("CG7011", "Build tools are installed into the image that ships", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image || context.Commands.InstallsOf(Managers).Count == 0 || !SoleBuild.StartsSomething(image.State) || IsForBuilding(context, image)) return;

        foreach (var run in context.Runs)
        {
            if (!image.Includes(run.Stage) || run.Instruction.Onbuild is not null) continue;
            bool? removes = null;
            foreach (var command in run.Commands)
            {
                if (command.Install is not { } install || Array.IndexOf(Managers, install.Manager) < 0) continue;

                var tools = install.Packages.Where(static package => package.Kind == PackageKind.Named && Array.IndexOf(Tools, package.Name) >= 0).ToArray();
                if (tools.Length == 0 || (removes ??= SoleBuild.RemovesTools(run))) continue;

                var names = string.Join(", ", tools.Take(4).Select(static tool => tool.Name)) + (tools.Length > 4 ? ", …" : "");
                context.Report(run.Locate(tools[0].Word.Span),
                    $"The image that ships gets {names}: more to download and to patch, and tools for an intruder. Build in a stage of its own and take the result over with COPY --from, or remove them in this same RUN.");
            }
        }
    }

    private static bool IsForBuilding(RuleContext context, FinalImage image) =>
        (image.Base is { } reference && BuildImages.Find(reference) is not null)
        || SoleBuild.Find(context) is not null
        || context.Process is { Name: "sh" or "bash" or "ash" or "zsh" or "fish" or "git" or "make" or "cmake" or "gcc" or "g++" or "clang" or "mvn" or "gradle" or "go" or "cargo" or "sshd" };
}
