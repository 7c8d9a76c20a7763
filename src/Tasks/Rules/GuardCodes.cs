namespace ContainerGuard.Rules;

/// <summary>
/// CG0…: what the guard says of itself: configuration, SDK, files, network, credentials, lock file. No rule raises these; the tasks do.
/// </summary>
internal static class GuardCodes
{
    public static readonly RuleDescriptor SdkTooOld = Error("CG0001", "ContainerGuard needs the .NET 10 SDK or later");
    public static readonly RuleDescriptor UnknownProperty = Warning("CG0002", "A ContainerGuard property or item has a name that does not exist");
    public static readonly RuleDescriptor InvalidValue = Error("CG0003", "A ContainerGuard property has a value that means nothing");
    public static readonly RuleDescriptor CannotReadFile = Error("CG0004", "A file cannot be read");
    public static readonly RuleDescriptor CannotWriteFile = Error("CG0005", "A file cannot be written");
    public static readonly RuleDescriptor CannotGenerate = Error("CG0006", "No Dockerfile can be generated for this project");
    public static readonly RuleDescriptor EditedFileKept = Warning("CG0007", "A generated file was edited by hand and is kept");
    public static readonly RuleDescriptor NoLockFile = Warning("CG0008", "A manifest has no lock file");
    public static readonly RuleDescriptor FileOutsideContext = Warning("CG0009", "A file that shapes the project is out of reach of the image's build");
    public static readonly RuleDescriptor RegistryUnreachable = Error("CG0010", "A registry cannot be reached");
    public static readonly RuleDescriptor RegistryDenied = Error("CG0011", "A registry refuses the credentials, or wants some");
    public static readonly RuleDescriptor CertificateUntrusted = Error("CG0012", "A registry's certificate is not trusted");
    public static readonly RuleDescriptor ImageNotFound = Error("CG0013", "An image is not in its registry");
    public static readonly RuleDescriptor RegistryLimited = Error("CG0014", "A registry's rate limit is reached");
    public static readonly RuleDescriptor RegistryFailed = Error("CG0015", "A registry answers with an error, or with nonsense");
    public static readonly RuleDescriptor InvalidReference = Error("CG0016", "An image reference is not valid");
    public static readonly RuleDescriptor LockFileMalformed = Error("CG0020", "The lock file cannot be understood");
    public static readonly RuleDescriptor LockFileNewer = Error("CG0021", "The lock file was written by a newer version");
    public static readonly RuleDescriptor LockFileWouldChange = Error("CG0022", "The lock file would change, and locked mode forbids it");
    public static readonly RuleDescriptor OfflineAndNotLocked = Error("CG0023", "An image is not in the lock file, and the network is off");

    public static readonly RuleDescriptor BaselineOutdated = new("CG0030", "The baseline holds findings that are gone", Severity.Message);
    public static readonly RuleDescriptor BaselineMalformed = Error("CG0031", "The baseline cannot be understood");
    public static readonly RuleDescriptor ShellCheckFailed = Warning("CG0032", "ShellCheck does not do what it is asked");

    public static readonly RuleDescriptor PinMoved = Warning("CG0040", "A locked digest is not what its tag means now");
    public static readonly RuleDescriptor NewerTag = new("CG0041", "There is a newer version of a locked image", Severity.Message);
    public static readonly RuleDescriptor SupportEnds = Warning("CG0042", "A locked image gets no updates any more, or soon will not");
    public static readonly RuleDescriptor WebhookFailed = Warning("CG0043", "A webhook did not get the report");
    public static readonly RuleDescriptor LockDisagrees = Error("CG0044", "The lock file and a registry do not agree");
    public static readonly RuleDescriptor ManualUpdate = Warning("CG0045", "A newer tag is left to a person to write");

    public static readonly RuleDescriptor ImageNotBuilt = Error("CG0050", "The image could not be built");
    public static readonly RuleDescriptor BuildToolMissing = Error("CG0051", "The program that builds images is missing, or its engine does not run");
    public static readonly RuleDescriptor BuildNotPossible = Error("CG0052", "The image cannot be built in the way that is asked for");
    public static readonly RuleDescriptor LayersKeepTimes = Warning("CG0053", "The builder cannot make the same layers twice");

    /// <summary>By identifier.</summary>
    public static IReadOnlyList<RuleDescriptor> All { get; } =
    [
        SdkTooOld, UnknownProperty, InvalidValue, CannotReadFile, CannotWriteFile, CannotGenerate, EditedFileKept, NoLockFile, FileOutsideContext,
        RegistryUnreachable, RegistryDenied, CertificateUntrusted, ImageNotFound, RegistryLimited, RegistryFailed, InvalidReference,
        LockFileMalformed, LockFileNewer, LockFileWouldChange, OfflineAndNotLocked,
        BaselineOutdated, BaselineMalformed, ShellCheckFailed,
        PinMoved, NewerTag, SupportEnds, WebhookFailed, LockDisagrees, ManualUpdate,
        ImageNotBuilt, BuildToolMissing, BuildNotPossible, LayersKeepTimes,
    ];

    private static RuleDescriptor Error(string id, string title) => new(id, title, Severity.Error);

    private static RuleDescriptor Warning(string id, string title) => new(id, title, Severity.Warning);
}
