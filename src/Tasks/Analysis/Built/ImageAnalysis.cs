using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Contents;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;
using ContainerGuard.Packages.Contents;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// What is understood of one image: which layers are its base, which instruction made the others, its users and its process. Each answer is
/// found when it is first asked for, and kept. An instance is for one thread.
/// </summary>
internal sealed class ImageAnalysis(InspectedImage image, ImageInputs inputs)
{
    private ImageOrigins? _origins;
    private SystemUsers? _users;
    private ImageProcess? _process;
    private SystemRelease? _system;
    private HashSet<ulong>? _owned;
    private IReadOnlyList<FileNode>? _ownFiles;
    private bool _isProcessFound, _isSystemFound;

    public InspectedImage Image { get; } = image;

    public ImageInputs Inputs { get; } = inputs;

    public ImageConfig Config => Image.Config;

    /// <summary>Whether all layers were read. Only then a missing file proves anything.</summary>
    public bool HasAllFiles => Image.Layers.Count > 0 && Image.Layers.All(static layer => layer.Facts is not null);

    /// <summary>Whether at least one layer was read.</summary>
    public bool HasFiles => Image.Layers.Any(static layer => layer.Facts is not null);

    public bool IsWindows => Config.Os == "windows";

    public ImageOrigins Origins => _origins ??= ImageOrigins.Find(
        HistoryStep.Of(Config, Image.Layers.Count), Config.DiffIds, Inputs.Base, Inputs.Dockerfile?.Model);

    /// <summary>The waste of each of our layers, the largest first.</summary>
    public IReadOnlyList<LayerWaste> Waste => field ??= LayerWaste.Find(this);

    /// <summary>The packages of the system and of languages, and notes about files that could not be read.</summary>
    public PackageSet Packages => field ??= ImagePackages.Of(Image);

    public SystemUsers Users => _users ??= SystemUsers.Of(Image);

    /// <summary>The program of a container; null if the image does not set it.</summary>
    public ImageProcess? Process
    {
        get
        {
            if (!_isProcessFound) (_isProcessFound, _process) = (true, ImageProcess.Of(Image));
            return _process;
        }
    }

    /// <summary>The system of the image; null if unknown.</summary>
    public SystemRelease? System
    {
        get
        {
            if (_isSystemFound) return _system;
            _isSystemFound = true;
            if (OsRelease.Find(Image)?.Fields is { } fields && fields.GetValueOrDefault("ID") is { Length: > 0 } id)
            {
                _system = new SystemRelease(
                    id.ToLowerInvariant(), fields.GetValueOrDefault("VERSION_ID") ?? "",
                    (fields.GetValueOrDefault("ID_LIKE") ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }

            return _system;
        }
    }

    /// <summary>The user of a container by name or number, without its group; empty if the image does not set it.</summary>
    public string User => Config.User.Split(':')[0].Trim();

    /// <summary>Whether a container starts as root; null if a name has an unknown number.</summary>
    public bool? RunsAsRoot
    {
        get
        {
            if (IsWindows) return User.Equals("ContainerAdministrator", StringComparison.OrdinalIgnoreCase);
            if (User.Length == 0 || User is "root" || User.All(static c => c == '0')) return true;
            if (User.All(char.IsAsciiDigit)) return false;
            return Users.Passwd is null ? null : Users.Find(User) is { } user ? user.Id == 0 : null;
        }
    }

    /// <summary>The number of the user of a container; null if unknown.</summary>
    public long? UserId => User.Length == 0 ? 0 : long.TryParse(User, out var id) ? id : User == "root" ? 0 : Users.Find(User)?.Id;

    /// <summary>The number of the group of a container; null if unknown.</summary>
    public long? GroupId => Config.User.Split(':') is [_, var group]
        ? long.TryParse(group, out var id) ? id : Users.Groups.FirstOrDefault(known => known.Name == group)?.Id
        : Users.Find(User)?.GroupId ?? (User.All(char.IsAsciiDigit) ? 0 : null);

    /// <summary>
    /// Whether the base is known and not only guessed: by its digests, by the Dockerfile, or because the .NET SDK made the image.
    /// </summary>
    public bool IsOriginKnown =>
        Inputs.Base is not null || Inputs.Dockerfile is not null || Origins.OwnSteps.Any(static step => step.IsOfSdk);

    public bool IsOurs(int layer) => layer >= Origins.BaseLayers;

    /// <summary>What our layers added or changed, and is still there, in the order of paths.</summary>
    /// <param name="isWanted">Chooses the files, before their paths are ordered.</param>
    public IEnumerable<FileNode> OwnFiles(Func<FileNode, bool> isWanted)
    {
        _ownFiles ??= [.. Image.Files.Files.Where(node => IsOurs(node.Version!.Layer))];
        return _ownFiles.Where(isWanted).OrderBy(static node => node.Path, StringComparer.Ordinal);
    }

    /// <summary>The state of a path in the base image; null if the base does not have it.</summary>
    public FileVersion? InBase(FileNode node)
    {
        var version = node.Version;
        while (version is not null && IsOurs(version.Layer)) version = version.Previous;
        return version;
    }

    /// <summary>Our files with a property that the base's file at this path does not have.</summary>
    public IEnumerable<FileNode> OwnFilesThatAre(Func<FileVersion, bool> is_) =>
        OwnFiles(node => is_(node.Version!) && !(InBase(node) is { } before && is_(before)));

    /// <summary>What a reader found in our layers: also in files that a later layer deleted or replaced.</summary>
    public IEnumerable<NoteInLayer> NotesInOwnLayers(string reader)
    {
        for (var i = Origins.BaseLayers; i < Image.Layers.Count; i++)
        {
            if (Image.Layers[i].Facts is not { } facts) continue;
            foreach (var note in facts.Notes)
            {
                if (note.Reader == reader) yield return new NoteInLayer(i, facts.Entries[note.Entry], note.Content);
            }
        }
    }

    /// <summary>Whether a package manager of the system installed a file.</summary>
    public bool IsOwnedByPackage(string path) =>
        Owned.Contains(OwnedFilesReader.Hash(path)) || (HasRpm && IsOfDistribution(path));

    /// <summary>Whether a path, without its slash at the beginning, leads to a file or a folder.</summary>
    public bool Exists(string path) => Image.Files.Resolve(path) is { } node && (node.Version is not null || node.Children.Count > 0);

    /// <summary>The layer of a file, or of a file below a folder; null if the path does not exist.</summary>
    public int? LayerOf(string path)
    {
        if (Image.Files.Resolve(path) is not { } node) return null;
        var pending = new Stack<FileNode>([node]);
        while (pending.TryPop(out var one))
        {
            if (one.Version is { } version) return version.Layer;
            foreach (var child in one.Children) pending.Push(child);
        }

        return null;
    }

    /// <summary>The instruction of the Dockerfile that sets something, the last one of its kind; null if the base sets it.</summary>
    public InstructionSyntax? LastInstruction(InstructionKind kind) => Inputs.Dockerfile?.Model.FinalStage is { } stage
        ? ImageOrigins.InstructionsOf(stage).LastOrDefault(instruction => instruction.Kind == kind)
        : null;

    private HashSet<ulong> Owned
    {
        get
        {
            if (_owned is not null) return _owned;
            _owned = [];
            foreach (var layer in Image.Layers)
            {
                foreach (var note in layer.Facts?.Notes ?? [])
                {
                    if (note.Reader == OwnedFilesReader.ReaderName) OwnedFilesReader.AddTo(_owned, note.Content);
                }
            }

            return _owned;
        }
    }

    /// <summary>The databases of rpm are not read here.</summary>
    private bool HasRpm => Exists("var/lib/rpm") || Exists("usr/lib/sysimage/rpm");

    private static bool IsOfDistribution(string path) =>
        path.StartsWith("usr/", StringComparison.Ordinal) && !path.StartsWith("usr/local/", StringComparison.Ordinal)
        && !path.StartsWith("usr/src/", StringComparison.Ordinal);
}

/// <summary>What a reader found in a file.</summary>
/// <param name="Layer">The index of the layer that has the file.</param>
/// <param name="File">The file.</param>
/// <param name="Note">In the form of the reader.</param>
internal sealed record NoteInLayer(int Layer, LayerEntry File, byte[] Note);
