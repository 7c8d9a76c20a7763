using ContainerGuard.Analysis;
using ContainerGuard.Building;
using ContainerGuard.Context;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard;

/// <summary>Generates the Dockerfile and the ignore file of a project without a Dockerfile, and checks the result with all rules.</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateDockerfile : RuleTask
{
    private int _warnings;
    private string? _summary;

    /// <summary>The evaluated project, described by metadata.</summary>
    [Required]
    public ITaskItem Project { get; set; } = null!;

    /// <summary>The project's items, each with its type in <c>ContainerGuardType</c>: see <see cref="ProjectItems"/>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary><c>ContainerGuardComments</c>: whether the Dockerfile explains itself.</summary>
    public bool Comments { get; set; } = true;

    /// <summary>How the image is built, described by metadata, for the command in the summary.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>The images that pinning has reported as unpinned: CG2003 is not reported for them again.</summary>
    public string[] Unpinned { get; set; } = [];

    /// <summary>Where the Dockerfile goes, absolute.</summary>
    [Required]
    public string OutputPath { get; set; } = "";

    /// <summary><c>ContainerGuardSarif</c>, relative to the project; empty for no report.</summary>
    public string? Sarif { get; set; }

    /// <summary><c>ContainerGuardSarifSuppressed</c>: false to leave suppressed findings out of the report.</summary>
    public bool SarifSuppressed { get; set; } = true;

    /// <summary><c>ContainerGuardReport</c> items, with <c>Format</c>.</summary>
    public ITaskItem[] Reports { get; set; } = [];

    /// <summary><c>ContainerGuardStepSummary</c>.</summary>
    public bool StepSummary { get; set; }

    /// <summary>True to leave the task's report to <see cref="ShowReport"/> at the end of a publish, unless the task fails.</summary>
    public bool SaysLater { get; set; }

    private protected override bool LeavesItsReport => SaysLater;

    /// <summary>The generated files, whether they were written now or were already up to date.</summary>
    [Output]
    public ITaskItem[] GeneratedFiles { get; private set; } = [];

    private protected override string? KeptFile =>
        string.IsNullOrEmpty(Sarif) && Reports.Length == 0 && !Setting.IsTrue(Build.GetMetadata("ContainerGuardReproducible"))
            ? "dockerfile.kept"
            : null;

    private protected override string? ResultToKeep => _summary;

    private protected override IEnumerable<string> FilesOfResult =>
    [
        .. base.FilesOfResult, .. Written.Select(static file => file.ItemSpec), Path.Combine(ContextDirectory, ".dockerignore"),
        .. new ProjectItems(Items).Fragments.Select(item => FullPath(item.ItemSpec)),
    ];

    private protected override bool Reuse(string result)
    {
        GeneratedFiles = Written;
        Say(result);
        return true;
    }

    private ITaskItem[] Written => [new TaskItem(OutputPath), new TaskItem(OutputPath + ".dockerignore")];

    private protected override void Run()
    {
        var plan = new ProjectDescription(Project, new(Items), FullPath, ContextDirectory)
        {
            Given = GlobalProperties,
        }.Plan(Plans, Files);
        if (plan.Problems.FirstOrDefault(static problem => problem.IsError) is { } error)
        {
            Report(error);
            return;
        }

        if (FactsOrReport() is not { } facts
            || !TryReadLock(Pinning, Path.GetDirectoryName(OutputPath)!, facts.Mirrors, out var locked))
        {
            return;
        }

        foreach (var problem in plan.Problems) Warn(problem.Rule, problem.Path ?? ProjectFile, problem.Text);

        WarnAboutOtherDockerfiles();
        var images = plan.Images;
        var pins = ImagePins.Of(
            images, facts.Pinning, reference => facts.Locked(reference)?.Digest, facts.MirrorInFiles ? facts.Mirrors : ImageMirrors.None);
        var files = plan.Write(pins, GeneratedFileWriter.TextOf(Path.Combine(ContextDirectory, ".dockerignore")));
        if (!Comments) files = files with { Dockerfile = GeneratedFile.WithoutComments(files.Dockerfile) };
        if (Write(OutputPath, files.Dockerfile) is not { } dockerfile || Write(OutputPath + ".dockerignore", files.IgnoreFile) is null)
        {
            return;
        }

        GeneratedFiles = Written;
        var findings = Check(dockerfile, Unpinned.Length == 0 ? facts : facts with { Pinning = PinningMode.Off });
        ReportAll(findings);
        ReportConfigurationProblems();
        var more = MoreReportsOrReport(Reports, StepSummary, [OutputPath]);
        WriteReports(Sarif, SarifSuppressed, findings, more is null ? null : more with { Locked = facts.Locked });
        _summary = PublishSummary.Text(
            OutputPath,
            pins.Values.Count(static pin => pin.Contains('@', StringComparison.Ordinal)),
            images.Count,
            _warnings + Unpinned.Length + CountOf(findings),
            CommandFor(plan, facts.Mirrors, locked));
        Say(_summary);
    }

    /// <summary>The command that <see cref="BuildContainerImage"/> runs.</summary>
    private string CommandFor(ContainerPlan plan, ImageMirrors mirrors, LockedBuild? locked)
    {
        var settings = new ImageBuildItem(Build, new(Items), FullPath);
        var build = settings.Read(plan, OutputPath, out var problem);
        if (problem is not null) Report(GuardCodes.InvalidValue, ProjectFile, problem);
        var builder = new ImageBuilder(Environment.GetEnvironmentVariable, Cancellation);
        var request = new BuildRequest(settings.Tool, mirrors, settings.IsReproducible) { Locked = locked };
        var foreseen = builder.ForeseeAsync(build, request).GetAwaiter().GetResult();
        return BuildCommand.Text(foreseen.Image, foreseen.Program.Tool, OperatingSystem.IsWindows());
    }

    private void WarnAboutOtherDockerfiles()
    {
        foreach (var path in OtherDockerfiles.Of(Files, ContextDirectory, ProjectFile, Project.GetMetadata("AssemblyName")))
        {
            if (path == OutputPath) continue;
            var relative = Path.GetRelativePath(ProjectDirectory, path).Replace('\\', '/');
            Warn(
                GuardCodes.DockerfileNotNamed, path,
                $"This Dockerfile for '{Path.GetFileName(ProjectFile)}' is not used. "
                    + $"To use it, add <ContainerGuardDockerfile Include=\"{relative}\" /> to the project file.");
        }
    }

    /// <summary>Reports a warning of the generation itself, which the summary counts with the findings.</summary>
    private void Warn(RuleDescriptor rule, string file, string message)
    {
        Report(rule, file, message);
        if (PolicyFor(Rules.Level.All).Effective(rule, rule.Severity) is not (null or Severity.Message)) _warnings++;
    }

    private IReadOnlyList<Diagnostic> Check(string text, FileFacts facts)
    {
        var context = new BuildContexts(Files, ContextDirectory).Of(OutputPath);
        var policy = Policy.For(Configuration.For(OutputPath));
        return RuleRunner.Run(SourceText.From(text, OutputPath), facts with { Context = context }, policy);
    }

    /// <summary>Writes a file. Returns the text of the file, or null after a reported failure.</summary>
    private string? Write(string path, string text)
    {
        var written = GeneratedFileWriter.Write(path, text);
        if (written.Problem is { } problem) Report(GuardCodes.CannotWriteFile, path, problem);
        if (written.Kept is not { } why) return written.Text;

        Warn(
            GuardCodes.EditedFileKept,
            path,
            $"{Path.GetFileName(path)} {why}, so it is not regenerated. "
                + "To keep it, remove its ContainerGuard header and the property ContainerGuardOutput. To regenerate it, delete it.");
        ShowDifference(Path.GetRelativePath(ContextDirectory, path), written.Text!, text);
        return written.Text;
    }
}
