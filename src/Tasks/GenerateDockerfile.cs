using System.Text;
using ContainerGuard.Building;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard;

/// <summary>Generates the Dockerfile and the ignore file of a project without a Dockerfile, and checks the result with all rules.</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateDockerfile : RuleTask
{
    private int warnings;

    /// <summary>The evaluated project, described by metadata.</summary>
    [Required]
    public ITaskItem Project { get; set; } = null!;

    /// <summary><c>ContainerPort</c> items.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary><c>ContainerEnvironmentVariable</c> items.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary><c>ContainerLabel</c> items.</summary>
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary><c>ContainerGuardAptPackage</c> items, with <c>Stage</c>.</summary>
    public ITaskItem[] AptPackages { get; set; } = [];

    /// <summary><c>ContainerGuardRun</c> items, with <c>Command</c> and <c>Stage</c>.</summary>
    public ITaskItem[] Commands { get; set; } = [];

    /// <summary><c>ContainerGuardCopy</c> items, with <c>Destination</c> and <c>Stage</c>.</summary>
    public ITaskItem[] Copies { get; set; } = [];

    /// <summary><c>ContainerGuardFragment</c> items: files of instructions, with <c>Stage</c> and <c>At</c>.</summary>
    public ITaskItem[] Fragments { get; set; } = [];

    /// <summary><c>ContainerGuardComments</c>: whether the Dockerfile explains itself.</summary>
    public bool Comments { get; set; } = true;

    /// <summary>How the image is built, described by metadata, for the command in the summary.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary><c>ContainerGuardBuildArgument</c> items, with <c>Value</c>.</summary>
    public ITaskItem[] BuildArguments { get; set; } = [];

    /// <summary><c>ContainerGuardSecret</c> items, with <c>Source</c> or <c>EnvironmentVariable</c>.</summary>
    public ITaskItem[] BuildSecrets { get; set; } = [];

    /// <summary><c>ContainerGuardBuildOption</c> items.</summary>
    public ITaskItem[] BuildOptions { get; set; } = [];

    /// <summary>The images that pinning has reported as unpinned: CG2003 is not reported for them again.</summary>
    public string[] Unpinned { get; set; } = [];

    /// <summary>Where the Dockerfile goes, absolute.</summary>
    [Required]
    public string OutputPath { get; set; } = "";

    /// <summary>The generated files, whether they were written now or were already up to date.</summary>
    [Output]
    public ITaskItem[] GeneratedFiles { get; private set; } = [];

    private protected override void Run()
    {
        var extras = new ExtraItems(AptPackages, Commands, Copies, Fragments, FullPath, ContextDirectory);
        if (extras.Problem() is { } problem)
        {
            Report(GuardCodes.InvalidValue, Project.ItemSpec, problem);
            return;
        }

        if (ProjectItem.Plan(Project, Files, ContextDirectory, Ports, EnvironmentVariables, Labels, extras) is not { } plan)
        {
            Report(GuardCodes.CannotGenerate, Project.ItemSpec, ContainerPlan.Refusal($"ContainerGuard cannot generate a Dockerfile for the stack '{Project.GetMetadata("Stack")}'. Set ContainerGuardStack to dotnet, go, java, node, python, ruby or static."));
            return;
        }

        if (plan.Obstacle is { } obstacle)
        {
            Report(GuardCodes.CannotGenerate, plan.Project.ProjectPath, ContainerPlan.Refusal(obstacle));
            return;
        }

        if (FactsOrReport() is not { } facts) return;
        if (plan.BuildObstacle is { } outside)
        {
            Report(GuardCodes.CannotGenerate, plan.Project.ProjectPath, ContainerPlan.Refusal(outside));
            return;
        }

        if (plan.Unlocked is { } unlocked) Warn(GuardCodes.NoLockFile, unlocked.Path, unlocked.Problem);
        foreach (var missed in plan.MissedFiles)
        {
            Warn(GuardCodes.FileOutsideContext, missed, $"{Path.GetFileName(missed)} is above the build context {ContextDirectory}, so the image is built without it. "
                + "Set ContainerGuardContext to a folder that contains it, or add a file of that name to the context.");
        }

        var images = plan.Images;
        var pins = PinsFor(images, facts);
        var files = plan.Write(pins, OwnIgnoreFile());
        if (!Comments) files = files with { Dockerfile = GeneratedFile.WithoutComments(files.Dockerfile) };
        if (Write(OutputPath, files.Dockerfile) is not { } dockerfile || Write(OutputPath + ".dockerignore", files.IgnoreFile) is null) return;

        GeneratedFiles = [new TaskItem(OutputPath), new TaskItem(OutputPath + ".dockerignore")];
        var findings = Check(dockerfile, Unpinned.Length == 0 ? facts : facts with { Pinning = PinningMode.Off });
        ReportAll(findings);
        ReportTuningProblems();
        WriteSarif(findings);
        var settings = new ImageBuildItem(Build, BuildArguments, BuildSecrets, BuildOptions, FullPath);
        var build = settings.Read(plan, OutputPath, out var wrong);
        if (wrong is not null) Report(GuardCodes.InvalidValue, ProjectFile, wrong);
        Say(PublishSummary.Text(
            OutputPath,
            pins.Values.Count(static pin => pin.Contains('@', StringComparison.Ordinal)),
            images.Count,
            warnings + CountOf(findings),
            BuildCommand.Text(build, settings.Tool ?? FoundBuildTool.Find(null, Environment.GetEnvironmentVariable)?.Tool ?? BuildTool.Docker, OperatingSystem.IsWindows())));
    }

    /// <summary>The text after FROM for each image: mirrored, with a tag, and with a digest if the lock file has one.</summary>
    private static Dictionary<string, string> PinsFor(IEnumerable<string> images, RuleFacts facts)
    {
        var pins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            if (!ImageReference.TryParse(image, out var reference, out _)) continue;
            var pinned = reference.Digest is null && facts.Pinning != PinningMode.Off && facts.Locked(reference) is { } locked
                ? reference.WithDigest(locked.Digest)
                : reference;
            pins[image] = (facts.MirrorInFiles ? facts.Mirrors.Apply(pinned) : pinned).Familiar;
        }

        return pins;
    }

    /// <summary>Reports a warning of the generation itself, which the summary counts with the findings.</summary>
    private void Warn(RuleDescriptor rule, string file, string message)
    {
        Report(rule, file, message);
        if (PolicyFor(Rules.Level.All).Effective(rule, rule.Severity) is not (null or Severity.Message)) warnings++;
    }

    private IReadOnlyList<Diagnostic> Check(string text, RuleFacts facts)
    {
        var context = new BuildContexts(Files, ContextDirectory).Of(OutputPath);
        return RuleRunner.Run(SourceText.From(text, OutputPath), facts with { Context = context }, Policy.For(Tuning.For(OutputPath)));
    }

    /// <summary>The text of the context's own ignore file, which the generated one includes; null if it does not exist.</summary>
    private string? OwnIgnoreFile()
    {
        var path = Path.Combine(ContextDirectory, ".dockerignore");
        return TextFile.Read(path, "ignore file").Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>Writes a file, but overwrites only a generated file without edits. Returns the text of the file, or null after a reported failure.</summary>
    private string? Write(string path, string text)
    {
        var bytes = Path.Exists(path) ? TextFile.Read(path, "generated file").Bytes : null;
        var existing = bytes is null ? null : Encoding.UTF8.GetString(bytes);
        var decision = GeneratedFile.Decide(existing, text);
        if (decision is WriteDecision.RefuseEdited or WriteDecision.RefuseForeign)
        {
            var why = decision == WriteDecision.RefuseEdited ? "was edited after ContainerGuard wrote it" : "was not written by ContainerGuard";
            Warn(
                GuardCodes.EditedFileKept,
                path,
                $"{Path.GetFileName(path)} {why}, so it is not regenerated. "
                    + "To keep it, remove its ContainerGuard header and the property ContainerGuardOutput. To regenerate it, delete it.");
            ShowDifference(Path.GetRelativePath(ContextDirectory, path), existing!, text);
            return existing;
        }

        if (TextFile.Write(path, Encoding.UTF8.GetBytes(text), "generated file") is not { } failure) return text;
        Report(GuardCodes.CannotWriteFile, path, failure);
        return null;
    }
}
