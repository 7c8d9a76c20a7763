using ContainerGuard.Tests.Support;

[assembly: AssemblyFixture(typeof(PublishedPackage))]

namespace ContainerGuard.Tests.Publish;

/// <summary>What publish tests say often.</summary>
internal static class Workspaces
{
    public const string SdkDigest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    public const string RuntimeDigest = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    /// <summary>A workspace whose lock file answers for everything that a .NET 10 project needs, so that no registry is asked.</summary>
    public static TestWorkspace Locked(this PublishedPackage package, string name = "work")
    {
        var workspace = package.NewWorkspace(name);
        workspace.Write(".git/HEAD", "ref: refs/heads/main\n");
        workspace.Write("containerguard.lock.json", LockFile(
            ("mcr.microsoft.com/dotnet/sdk:10.0", SdkDigest, ""),
            ("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", RuntimeDigest, "1654"),
            ("mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled-extra", RuntimeDigest, "1654")));
        return workspace;
    }

    /// <summary>The text of a lock file.</summary>
    public static string LockFile(params (string Reference, string Digest, string User)[] images) => $$"""
        {
          "version": 1,
          "images": {
        {{string.Join(",\n", images.Select(image => $$"""
            "{{image.Reference}}": {
              "digest": "{{image.Digest}}",
              "mediaType": "application/vnd.oci.image.index.v1+json",
              "platforms": { "linux/amd64": "{{image.Digest}}" },
              "config": { "user": "{{image.User}}", "environment": ["APP_UID", "ASPNETCORE_HTTP_PORTS", "PATH"] }
            }
        """))}}
          }
        }

        """;
}
