using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Pinning;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// What is understood of one Dockerfile: its model, the facts about it, and what follows from both. Each answer is found when it is first
/// asked for, and kept. An instance is for one thread.
/// </summary>
internal sealed class FileAnalysis(DockerfileModel model, FileFacts facts)
{
    private InstructionIndex? _instructions;
    private ImmutableArray<ReferencedImage> _images;
    private FinalImage? _image;
    private ContainerProcess? _process;
    private ImmutableArray<RunScript> _runs;
    private CommandIndex? _commands;
    private ImmutableArray<ContextCopy> _copies;
    private ImmutableArray<ExposedPort> _exposedPorts;
    private ImmutableArray<LabelUse> _labels;
    private ImmutableArray<OwnerChange> _ownerChanges;
    private ImmutableArray<LocalFolderCopy> _localFolders;
    private ImmutableArray<MissingLockFile> _missingLockFiles;
    private GoBuild? _goBuild;
    private ImmutableArray<RemoteSourceUse> _remoteSources;
    private SingleStageBuild? _singleStageBuild;
    private bool _isBuildSought;
    private Comparisons? _comparisons;
    private BuildKitChecks? _checks;
    private bool? _mayReadRepository;
    private bool? _isTemplate;
    private bool _isAppSought;
    private PublishedApp? _app;
    private bool _isStartSought;
    private AppStart? _start;

    public DockerfileModel Model { get; } = model;

    public DockerfileSyntax Syntax => Model.Syntax;

    public SourceText Source => Model.Syntax.Source;

    public FileFacts Facts { get; } = facts;

    /// <summary>
    /// Whether a mark of a template engine (<c>{{</c>, <c>{%</c>) is in the place of an instruction. The template may insert anything
    /// there, so only what the builder refuses is reported for such a file.
    /// </summary>
    public bool IsTemplate => _isTemplate ??= Model.Problems.Any(problem =>
        problem.Kind == SyntaxProblemKind.UnknownInstruction && Source.AsSpan(problem.Span) is ['{', '{' or '%', ..]);

    /// <summary>The instructions of all stages, by kind.</summary>
    public InstructionIndex Instructions => _instructions ??= new InstructionIndex(Model);

    /// <summary>The images that the build reads from and whose references are known.</summary>
    public ImmutableArray<ReferencedImage> Images => _images.IsDefault ? _images = ReferencedImage.In(Model, Facts.Mirrors) : _images;

    /// <summary>The final image; null for a file without a stage.</summary>
    public FinalImage? Image => _image ??= FinalImage.Of(Model, Facts);

    /// <summary>The process that a container of that image starts; null if the file does not set it.</summary>
    public ContainerProcess? Process => _process ??= Image is null ? null : ContainerProcess.Of(Image);

    /// <summary>The .NET application that the file publishes; null if the file is about another one, or about several.</summary>
    public PublishedApp? App
    {
        get
        {
            if (!_isAppSought) (_isAppSought, _app) = (true, PublishedApp.Of(this));
            return _app;
        }
    }

    /// <summary>What a container starts of a .NET application; null if the file does not tell.</summary>
    public AppStart? Start
    {
        get
        {
            if (!_isStartSought) (_isStartSought, _start) = (true, AppStart.Of(this));
            return _start;
        }
    }

    /// <summary>The scripts of the RUN instructions in all stages.</summary>
    public ImmutableArray<RunScript> Runs => _runs.IsDefault ? _runs = RunScript.In(Instructions) : _runs;

    /// <summary>The commands in these scripts, by program.</summary>
    public CommandIndex Commands => _commands ??= new CommandIndex(Runs);

    /// <summary>How the stages get the packages of a Go program.</summary>
    public GoBuild GoBuild => _goBuild ??= new GoBuild(this);

    /// <summary>The files that COPY and ADD copy from the build context, in all stages.</summary>
    public ImmutableArray<ContextCopy> Copies => _copies.IsDefault ? _copies = ContextCopy.In(Instructions) : _copies;

    /// <summary>The labels that all stages set.</summary>
    public ImmutableArray<LabelUse> Labels => _labels.IsDefault ? _labels = LabelUse.In(Instructions, Facts.Labels) : _labels;

    /// <summary>The ports that EXPOSE declares in all stages, in source order.</summary>
    public ImmutableArray<ExposedPort> ExposedPorts => _exposedPorts.IsDefault ? _exposedPorts = PortsIn(Model) : _exposedPorts;

    /// <summary>The RUN instructions that change the owner of copied files.</summary>
    public ImmutableArray<OwnerChange> OwnerChanges => _ownerChanges.IsDefault ? _ownerChanges = OwnerChange.In(Commands) : _ownerChanges;

    /// <summary>The copies of packages and build output of this machine; empty where the build context is not certain.</summary>
    public ImmutableArray<LocalFolderCopy> LocalFolders =>
        _localFolders.IsDefault ? _localFolders = [.. LocalFolderCopy.In(this)] : _localFolders;

    /// <summary>
    /// The commands that install the packages of a manifest whose lock file is missing; empty where the build context is not certain.
    /// </summary>
    public ImmutableArray<MissingLockFile> MissingLockFiles =>
        _missingLockFiles.IsDefault ? _missingLockFiles = [.. MissingLockFile.In(this)] : _missingLockFiles;

    /// <summary>The sources that ADD gets from the network, as far as their addresses are known.</summary>
    public ImmutableArray<RemoteSourceUse> RemoteSources =>
        _remoteSources.IsDefault ? _remoteSources = [.. RemoteSourceUse.In(Model)] : _remoteSources;

    /// <summary>
    /// Whether the lock file decides about a source of ADD: it has the source, or the builder must use it. Then the rules that compare
    /// with the lock file report it.
    /// </summary>
    public bool IsLockedByFile(WordSyntax source) =>
        Facts.Pinning != PinningMode.Off
        && RemoteSources.Any(use => use.Word == source
            && (Facts.Pinning == PinningMode.Lock || Facts.LockedSource(use.Source.Address) is not null));

    /// <summary>The command of the only stage that builds the application; null if the file has more stages or builds nothing.</summary>
    public SingleStageBuild? SingleStageBuild
    {
        get
        {
            if (!_isBuildSought) (_isBuildSought, _singleStageBuild) = (true, Analysis.SingleStageBuild.Find(this));
            return _singleStageBuild;
        }
    }

    /// <summary>The last command of each stage that verifies a checksum or a signature.</summary>
    public Comparisons Comparisons => _comparisons ??= Comparisons.In(Runs);

    /// <summary>Whether a RUN can read the folder .git.</summary>
    public bool MayReadRepository => _mayReadRepository ??= RepositoryReaders.AreIn(Runs);

    /// <summary>The settings of BuildKit's checks in the file.</summary>
    public BuildKitChecks Checks => _checks ??= BuildKitChecks.Read(Syntax);

    /// <summary>
    /// Extends a part of an instruction to the start of the instruction, unless it is on the first line. BuildKit and similar tools also
    /// report findings in a continued instruction on its first line.
    /// </summary>
    public TextSpan FromFirstLine(InstructionSyntax instruction, TextSpan piece)
    {
        var start = (instruction.Onbuild ?? instruction).HeaderSpan.Start;
        return Source.GetLine(piece.Start) == Source.GetLine(start) ? piece : TextSpan.FromBounds(start, piece.End);
    }

    private static ImmutableArray<ExposedPort> PortsIn(DockerfileModel model)
    {
        List<ExposedPort>? ports = null;
        foreach (var stage in model.Stages)
        {
            var first = ports?.Count ?? 0;
            foreach (var port in stage.End.ExposedPorts)
            {
                // The following ports come from the stage that this one is based on.
                if (port.Instruction.Span.Start < stage.From.Span.Start) break;
                (ports ??= []).Add(port);
            }

            // The newest port is first.
            ports?.Reverse(first, ports.Count - first);
        }

        return ports is null ? [] : [.. ports];
    }
}
