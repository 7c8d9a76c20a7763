using ContainerGuard.Images;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// The registries that the project itself names: in its properties, as mirrors, as insecure or as trusted registries. Other hosts come from
/// Dockerfiles only.
/// </summary>
/// <param name="common">The item of every task.</param>
/// <param name="mirrors"><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</param>
/// <param name="insecure"><c>ContainerGuardInsecureRegistry</c> items.</param>
internal sealed class ProjectRegistries(CommonItem common, ITaskItem[] mirrors, ITaskItem[] insecure)
{
    private readonly HashSet<string> _hosts = HostsOf(common, mirrors, insecure);

    /// <summary><c>ContainerGuardTrustedRegistry</c>; an error in it is reported by the check.</summary>
    private readonly TrustedRegistries _trusted =
        TrustedRegistries.TryCreate(common.TrustedRegistries, out var trusted, out _) ? trusted : TrustedRegistries.Any;

    /// <summary>Whether the project names a host.</summary>
    public bool Name(string host) => _hosts.Contains(host) || _trusted.Names(host);

    /// <summary>Whether a registry may be asked for an image: it is trusted, or a mirror.</summary>
    public bool MayAsk(ImageReference image) => _trusted.Trust(image) || IsMirror(image.Registry);

    private bool IsMirror(string host) =>
        Array.Exists(mirrors, mirror => HostOf(mirror.GetMetadata("Registry")).Equals(host, StringComparison.OrdinalIgnoreCase));

    private static HashSet<string> HostsOf(CommonItem common, ITaskItem[] mirrors, ITaskItem[] insecure)
    {
        HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);
        foreach (var mirror in mirrors) hosts.Add(HostOf(mirror.GetMetadata("Registry")));
        foreach (var item in insecure) hosts.Add(item.ItemSpec.Trim());
        foreach (var name in common.ImagesOfProject)
        {
            if (name.Length > 0 && ImageReference.TryParse(name, out var image, out _)) hosts.Add(image.Registry);
            if (name.Length > 0) hosts.Add(HostOf(name));
        }

        return hosts;
    }

    private static string HostOf(string name) => name.Trim().Split('/')[0];
}
