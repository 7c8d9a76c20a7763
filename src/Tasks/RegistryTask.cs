using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that ask registries: their settings, read once.</summary>
public abstract class RegistryTask : GuardTask
{
    private protected RegistryTask()
    {
    }

    /// <summary><c>ContainerGuardOffline</c>.</summary>
    public bool Offline { get; set; }

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary><c>ContainerGuardInsecureRegistry</c> items.</summary>
    public ITaskItem[] InsecureRegistries { get; set; } = [];

    /// <summary><c>ContainerGuardTrustedRealm</c> items.</summary>
    public ITaskItem[] TrustedRealms { get; set; } = [];

    /// <summary>
    /// <c>ContainerGuardCredential</c> items, with <c>UserName</c> or <c>UserNameVariable</c>, and <c>PasswordVariable</c>.
    /// </summary>
    public ITaskItem[] Credentials { get; set; } = [];

    private protected sealed override void Run()
    {
        if (!MirrorItems.TryRead(Mirrors, out var mirrors, out var reason)
            || !CredentialItems.TryRead(Credentials, out var credentials, out reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return;
        }

        var registries = new ProjectRegistries(CommonSettings, Mirrors, InsecureRegistries);
        Run(mirrors, RegistryItems.Options(
            InsecureRegistries, TrustedRealms, credentials, LogDetail, host => NamesAllImages || registries.Name(host)) with
        {
            Clock = Clock,
            MayAsk = image => NamesAllImages || registries.MayAsk(image),
        });
    }

    /// <summary>Whether the project, and no Dockerfile, names all images that the task asks for.</summary>
    private protected virtual bool NamesAllImages => false;

    /// <summary>Does the work, with the mirrors and the way to reach registries.</summary>
    private protected abstract void Run(ImageMirrors mirrors, RegistryOptions registry);
}
