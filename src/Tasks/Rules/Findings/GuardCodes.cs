namespace ContainerGuard.Rules;

/// <summary>
/// CG0…: what the guard says of itself: configuration, SDK, files, network, credentials, lock file. No rule raises these; the tasks do.
/// </summary>
internal static class GuardCodes
{
    public static readonly RuleDescriptor
        SdkTooOld = Error("CG0001", "ContainerGuard requires the .NET 10 SDK"),
        UnknownProperty = Warning("CG0002", "A ContainerGuard setting has no effect"),
        InvalidValue = Error("CG0003", "A ContainerGuard setting has an invalid value"),
        CannotReadFile = Error("CG0004", "A file or folder cannot be read"),
        CannotWriteFile = Error("CG0005", "A file cannot be written"),
        CannotGenerate = Error("CG0006", "No Dockerfile can be generated for the project"),
        EditedFileKept = Warning("CG0007", "A generated file was edited and is not overwritten"),
        NoLockFile = Warning("CG0008", "Package versions are not locked"),
        FileOutsideContext = Warning("CG0009", "A Directory.Build file is outside the build context"),
        RegistryUnreachable = Error("CG0010", "Registry cannot be reached"),
        RegistryDenied = Error("CG0011", "Registry denies access"),
        CertificateUntrusted = Error("CG0012", "Registry certificate is not trusted"),
        ImageNotFound = Error("CG0013", "Image not found in its registry"),
        RegistryLimited = Error("CG0014", "Registry rate limit is reached (429 Too Many Requests)"),
        RegistryFailed = Error("CG0015", "Registry returns an error or an invalid response"),
        InvalidReference = Error("CG0016", "Image reference is not valid"),
        ImageUncertain = Warning("CG0018", "A generated image may lack what the application reads"),
        NothingRecognized = Warning("CG0019", "No application is recognized, so no Dockerfile is generated"),
        LockFileMalformed = Error("CG0020", "Lock file is malformed"),
        LockFileNewer = Error("CG0021", "Lock file was written by a newer version"),
        LockFileWouldChange = Error("CG0022", "Lock file would change in locked mode"),
        OfflineAndNotLocked = Error("CG0023", "Image is not in the lock file and network access is off");

    public static readonly RuleDescriptor
        BaselineOutdated = new("CG0030", "The baseline lists findings that no longer exist", Severity.Message),
        BaselineMalformed = Error("CG0031", "The baseline cannot be parsed"),
        ShellCheckFailed = Warning("CG0032", "ShellCheck cannot run");

    public static readonly RuleDescriptor
        DockerfileNotNamed = Warning("CG4029", "A Dockerfile of the project is not checked");

    public static readonly RuleDescriptor
        PinMoved = Warning("CG0040", "Tag has moved to another digest"),
        NewerTag = new("CG0041", "Newer version of a locked image is available", Severity.Message),
        SupportEnds = Warning("CG0042", "Locked image is out of support or soon will be"),
        WebhookFailed = Warning("CG0043", "Webhook did not receive the report"),
        LockDisagrees = Error("CG0044", "Lock file and registry disagree"),
        ManualUpdate = Warning("CG0045", "Newer tag needs a manual edit");

    public static readonly RuleDescriptor
        ImageNotBuilt = Error("CG0050", "The image build failed"),
        BuildToolMissing = Error("CG0051", "docker, podman or buildah is missing or not running"),
        BuildNotPossible = Error("CG0052", "The builder does not support the requested image build"),
        LayersKeepTimes = Warning("CG0053", "The builder cannot reproduce file times in layers"),
        FrontEndNotBuilt = Warning("CG0054", "A front end beside the project is not built");

    public static readonly RuleDescriptor
        Defect = Error("CG0060", "ContainerGuard has an internal error"),
        RegistryNotAsked = Error("CG0061", "Registry is not trusted, so it receives no request"),
        VulnerableContainerTasks = Warning("CG0062", "The SDK has a known vulnerability in its container tasks"),
        ContainerNotReproducible = Warning("CG0063", "The image of PublishContainer is not reproducible"),
        CannotInspect = Error("CG0070", "An image cannot be inspected"),
        TooManyScripts = new("CG0072", "ShellCheck is off because there are too many scripts", Severity.Message),
        ImageInconsistent = Warning("CG0071", "An image is damaged or incomplete"),
        SourceNotLocked = Warning("CG0073", "A source of ADD cannot be locked or looked up"),
        SourceMoved = Warning("CG0074", "A locked source of ADD has changed"),
        ExceptionInvalid = Warning("CG0076", "An accepted finding has no reason or an invalid day"),
        ExceptionExpired = Warning("CG0077", "An accepted finding has expired"),
        ExceptionUnused = new("CG0078", "An accepted finding does not exist in the image", Severity.Message),
        ExpectationInvalid = Error("CG0079", "An expectation for an image is not valid"),
        ComposeInvalid = Error("CG0080", "A compose file is not valid");

    /// <summary>By identifier.</summary>
    public static IReadOnlyList<RuleDescriptor> All { get; } =
    [
        SdkTooOld, UnknownProperty, InvalidValue, CannotReadFile, CannotWriteFile, CannotGenerate, EditedFileKept, NoLockFile,
        FileOutsideContext,
        RegistryUnreachable, RegistryDenied, CertificateUntrusted, ImageNotFound, RegistryLimited, RegistryFailed, InvalidReference,
        ImageUncertain, NothingRecognized,
        LockFileMalformed, LockFileNewer, LockFileWouldChange, OfflineAndNotLocked,
        BaselineOutdated, BaselineMalformed, ShellCheckFailed,
        PinMoved, NewerTag, SupportEnds, WebhookFailed, LockDisagrees, ManualUpdate,
        ImageNotBuilt, BuildToolMissing, BuildNotPossible, LayersKeepTimes, FrontEndNotBuilt,
        Defect, CannotInspect, ImageInconsistent, DockerfileNotNamed, TooManyScripts, RegistryNotAsked,
        VulnerableContainerTasks, ContainerNotReproducible, ExceptionInvalid, ExceptionExpired, ExceptionUnused, ExpectationInvalid,
        SourceNotLocked, SourceMoved, ComposeInvalid,
    ];

    private static RuleDescriptor Error(string id, string title) => new(id, title, Severity.Error);

    private static RuleDescriptor Warning(string id, string title) => new(id, title, Severity.Warning);
}
