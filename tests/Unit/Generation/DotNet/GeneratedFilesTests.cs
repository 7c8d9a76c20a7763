using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>What the generator writes against what the rules demand, over the shapes that projects have.</summary>
public sealed class GeneratedFilesTests
{
    private static readonly Dictionary<string, DotNetProject> Shapes = new()
    {
        ["web"] = Project.Web(),
        ["console"] = Project.Console(),
        ["invariant"] = Project.Web() with { InvariantGlobalization = true },
        ["self-contained"] = Project.Web() with { IsSelfContained = true },
        ["single file"] = Project.Console() with { PublishSingleFile = true },
        ["native AOT"] = Project.Web() with { IsSelfContained = true, PublishAot = true },
        ["alpine"] = Project.Web() with { ContainerFamily = "alpine" },
        ["own base"] = Project.Web() with { ContainerBaseImage = "registry.corp/aspnet:10.0" },
        ["own user"] = Project.Web() with { ContainerUser = "2000:2000" },
        ["own folder"] = Project.Web() with { ContainerWorkingDirectory = "/srv/my app/" },
        ["in the root"] = Project.Web("/repo/App.csproj"),
        ["awkward names"] = Project.Web("/repo/My App (ü)/My $App [1].csproj"),
        ["labels"] = Project.Web() with
        {
            Labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = "It's $5 \"only\" \\ #1" },
        },
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void No_rule_at_any_level_has_a_finding(string shape)
    {
        var project = Shapes[shape];
        var inputs = RestoreInputs.Of(project) with
        {
            FeedFolders = ["my packages"],
            NamedContexts = [new("nuget-feed", "/elsewhere", "/feed")],
            Secrets = [new("nuget-config", "/repo/nuget.config", "/src/nuget.config", "nuget.config")],
        };
        var pins = BaseImages.For(project, globalJson: null).References
            .ToDictionary(image => image, image => $"{image}@sha256:{new string('a', 64)}");
        var generated = Project.Generate(project, inputs, pins);

        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 22),
            TargetFramework = "net10.0",
            Context = new BuildContext(SecretiveRepository, Project.Context, IgnoreFile.Parse(generated.IgnoreFile)),
        };

        GeneratedImage.Of(generated.Dockerfile).Findings(facts).ShouldBeEmpty();
    }

    [Fact]
    public void A_certificate_that_the_project_names_is_sent_and_not_reported()
    {
        var inputs = RestoreInputs.Of(Project.Web()) with
        {
            NamedFiles = ["certificates/dev.pfx"],
            Secrets = [new("nuget-config", "/repo/nuget.config", "/src/nuget.config", "nuget.config")],
        };
        var generated = Project.Generate(Project.Web(), inputs, []);
        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 22),
            Context = new BuildContext(SecretiveRepository, Project.Context, IgnoreFile.Parse(generated.IgnoreFile)),
        };

        facts.Context.SensitiveFiles.Count.ShouldBe(1);
        GeneratedImage.Of(generated.Dockerfile).Findings(facts)
            .Where(static one => one.Suppression is null && one.Rule.Id.StartsWith("CG4", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void No_secret_that_a_build_could_be_sent_passes_the_ignore_file()
    {
        var inputs = RestoreInputs.Of(Project.Web()) with
        {
            Secrets = [new("nuget-config", "/repo/nuget.config", "/src/nuget.config", "nuget.config")],
        };
        var ignoreFile = IgnoreFile.Parse(GeneratedIgnoreFile.Text(inputs, ownIgnoreFile: null));

        ignoreFile.Invalid.ShouldBeEmpty();
        new BuildContext(SecretiveRepository, Project.Context, ignoreFile: null).SensitiveFiles.Count.ShouldBe(14);
        new BuildContext(SecretiveRepository, Project.Context, ignoreFile).SensitiveFiles.ShouldBeEmpty();
    }

    private static MemoryFileSystem SecretiveRepository => new(
        ("/repo/.git/HEAD", ""),
        ("/repo/.env", "A=b"),
        ("/repo/src/Api/.env.production", "A=b"),
        ("/repo/certificates/dev.pfx", ""),
        ("/repo/certificates/dev.key", "-----BEGIN PRIVATE KEY-----"),
        ("/repo/id_rsa", ""),
        ("/repo/.npmrc", "//registry.example/:_authToken=abc"),
        ("/repo/nuget.config", "<configuration><apikeys><add key=\"a\" value=\"b\" /></apikeys></configuration>"),
        ("/repo/.aws/credentials", ""),
        ("/repo/aws.json", ""),
        ("/repo/.docker/config.json", ""),
        ("/repo/src/Api/secrets.json", ""),
        ("/repo/infra/terraform.tfstate", ""),
        ("/repo/.netrc", ""),
        ("/repo/src/Api/Program.cs", ""));
}
