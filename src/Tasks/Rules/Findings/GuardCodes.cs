namespace ContainerGuard.Rules;

/// <summary>
/// CG0…: what the guard says of itself: configuration, SDK, files, network, credentials, lock file. No rule raises these; the tasks do.
/// </summary>
internal static class GuardCodes
{
    public static readonly RuleDescriptor SdkTooOld = Error("CG0001", "ContainerGuard requires the .NET 10 SDK");
    public static readonly RuleDescriptor UnknownProperty = Warning("CG0002", "A ContainerGuard setting has no effect");
    public static readonly RuleDescriptor InvalidValue = Error("CG0003", "A ContainerGuard setting has an invalid value");
    public static readonly RuleDescriptor CannotReadFile = Error("CG0004", "A file or folder cannot be read");
    public static readonly RuleDescriptor CannotWriteFile = Error("CG0005", "A file cannot be written");
    public static readonly RuleDescriptor CannotGenerate = Error("CG0006", "No Dockerfile can be generated for the project");
    public static readonly RuleDescriptor EditedFileKept = Warning("CG0007", "A generated file was edited and is not overwritten");
    public static readonly RuleDescriptor NoLockFile = Warning("CG0008", "Package versions are not locked");
    public static readonly RuleDescriptor FileOutsideContext = Warning("CG0009", "A Directory.Build file is outside the build context");
    public static readonly RuleDescriptor RegistryUnreachable = Error("CG0010", "Registry cannot be reached");
    public static readonly RuleDescriptor RegistryDenied = Error("CG0011", "Registry denies access");
    public static readonly RuleDescriptor CertificateUntrusted = Error("CG0012", "Registry certificate is not trusted");
    public static readonly RuleDescriptor ImageNotFound = Error("CG0013", "Image not found in its registry");
    public static readonly RuleDescriptor RegistryLimited = Error("CG0014", "Registry rate limit is reached (429 Too Many Requests)");
    public static readonly RuleDescriptor RegistryFailed = Error("CG0015", "Registry returns an error or an invalid answer");
    public static readonly RuleDescriptor InvalidReference = Error("CG0016", "Image reference is not valid");
    public static readonly RuleDescriptor LockFileMalformed = Error("CG0020", "Lock file is malformed");
    public static readonly RuleDescriptor LockFileNewer = Error("CG0021", "Lock file was written by a newer version");
    public static readonly RuleDescriptor LockFileWouldChange = Error("CG0022", "Lock file would change in locked mode");
    public static readonly RuleDescriptor OfflineAndNotLocked = Error("CG0023", "Image is not in the lock file and network access is off");

    public static readonly RuleDescriptor BaselineOutdated =
        new("CG0030", "The baseline lists findings that no longer exist", Severity.Message);
    public static readonly RuleDescriptor BaselineMalformed = Error("CG0031", "The baseline cannot be parsed");
    public static readonly RuleDescriptor ShellCheckFailed = Warning("CG0032", "ShellCheck does not run");

    public static readonly RuleDescriptor DockerfileNotNamed = Warning("CG4029", "A Dockerfile of the project is not checked");

    public static readonly RuleDescriptor PinMoved = Warning("CG0040", "Tag has moved to another digest");
    public static readonly RuleDescriptor NewerTag = new("CG0041", "Newer version of a locked image is available", Severity.Message);
    public static readonly RuleDescriptor SupportEnds = Warning("CG0042", "Locked image is out of support or soon will be");
    public static readonly RuleDescriptor WebhookFailed = Warning("CG0043", "Webhook did not receive the report");
    public static readonly RuleDescriptor LockDisagrees = Error("CG0044", "Lock file and registry disagree");
    public static readonly RuleDescriptor ManualUpdate = Warning("CG0045", "Newer tag needs a manual edit");

    public static readonly RuleDescriptor ImageNotBuilt = Error("CG0050", "The image build failed");
    public static readonly RuleDescriptor BuildToolMissing = Error("CG0051", "docker, podman or buildah is missing or not running");
    public static readonly RuleDescriptor BuildNotPossible = Error("CG0052", "The builder does not support the requested image build");
    public static readonly RuleDescriptor LayersKeepTimes = Warning("CG0053", "The builder cannot reproduce file times in layers");

    public static readonly RuleDescriptor Defect = Error("CG0060", "ContainerGuard has a defect");
    public static readonly RuleDescriptor RegistryNotAsked = Error("CG0061", "Registry is not trusted, so it is not asked");
    public static readonly RuleDescriptor CannotInspect = Error("CG0070", "An image cannot be inspected");
    public static readonly RuleDescriptor TooManyScripts =
        new("CG0072", "ShellCheck is off because there are too many scripts", Severity.Message);
    public static readonly RuleDescriptor ImageInconsistent = Warning("CG0071", "An image is damaged or incomplete");
    public static readonly RuleDescriptor ExceptionInvalid = Warning("CG0076", "An accepted finding has no reason or an invalid day");
    public static readonly RuleDescriptor ExceptionExpired = Warning("CG0077", "An accepted finding has expired");
    public static readonly RuleDescriptor ExceptionUnused =
        new("CG0078", "An accepted finding does not exist in the image", Severity.Message);
    public static readonly RuleDescriptor ExpectationInvalid = Error("CG0079", "An expectation of an image cannot be read");

    /// <summary>By identifier.</summary>
    public static IReadOnlyList<RuleDescriptor> All { get; } =
    [
        SdkTooOld, UnknownProperty, InvalidValue, CannotReadFile, CannotWriteFile, CannotGenerate, EditedFileKept, NoLockFile,
        FileOutsideContext,
        RegistryUnreachable, RegistryDenied, CertificateUntrusted, ImageNotFound, RegistryLimited, RegistryFailed, InvalidReference,
        LockFileMalformed, LockFileNewer, LockFileWouldChange, OfflineAndNotLocked,
        BaselineOutdated, BaselineMalformed, ShellCheckFailed,
        PinMoved, NewerTag, SupportEnds, WebhookFailed, LockDisagrees, ManualUpdate,
        ImageNotBuilt, BuildToolMissing, BuildNotPossible, LayersKeepTimes,
        Defect, CannotInspect, ImageInconsistent, DockerfileNotNamed, TooManyScripts, RegistryNotAsked, ExceptionInvalid, ExceptionExpired, ExceptionUnused, ExpectationInvalid,
    ];

    private static RuleDescriptor Error(string id, string title) => new(id, title, Severity.Error);

    private static RuleDescriptor Warning(string id, string title) => new(id, title, Severity.Warning);
}
