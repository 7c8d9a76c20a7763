using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Generation;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>Projects that are not .NET, as the tests begin with them.</summary>
internal static class App
{
    private const string Context = "/repo";

    public static AppProject Of(string stack, string path = "/repo/shop/shop.proj") =>
        new() { ProjectPath = path, ContextDirectory = Context, Stack = stack, LabelsBaseImage = false };

    /// <summary>The plan of a project whose folder has these files, with paths from the context on.</summary>
    public static ContainerPlan Plan(AppProject project, params (string Path, string Text)[] files) => Stacks.Plan(project, Disk(files))!;

    public static MemoryFileSystem Disk(params (string Path, string Text)[] files) =>
        new([.. files.Select(file => ($"{Context}/{file.Path}", file.Text))]);

    /// <summary>The Dockerfile without its header and with the images as people write them.</summary>
    public static string Dockerfile(this ContainerPlan plan)
    {
        plan.Problem().ShouldBeNull();
        return GeneratedFile.WithoutHeader(plan.Write(new Dictionary<string, string>(), ownIgnoreFile: null).Dockerfile);
    }

    /// <summary>Why there is none.</summary>
    public static string? Problem(this ContainerPlan plan) => plan.Problems.FirstOrDefault(static problem => problem.IsError).Text();

    /// <summary>The fact and the remedy.</summary>
    public static string? Text(this Problem? problem) => problem is null ? null : $"{problem.Message} {problem.Remedy}";

    /// <summary>The warning about a manifest without exact versions.</summary>
    public static Problem? Unlocked(this ContainerPlan plan) =>
        plan.Problems.SingleOrDefault(static problem => problem.Rule == GuardCodes.NoLockFile);

    /// <summary>Whether the build of the image is sent a file, relative to the context.</summary>
    public static bool Sends(this ContainerPlan plan, string path)
    {
        var ignore = IgnoreFile.Parse(plan.Write(new Dictionary<string, string>(), ownIgnoreFile: null).IgnoreFile);
        ignore.Invalid.ShouldBeEmpty();
        return !ignore.IsIgnored(path);
    }

    /// <summary>Asserts that no rule at any level has anything to say, and that a second plan writes the same bytes.</summary>
    public static void ShouldBeClean(AppProject project, params (string Path, string Text)[] files)
    {
        (string, string)[] repository = [.. files, (project.RelativePath!, "<Project />"), ("shop/.env", "A=b"), (".git/HEAD", ""),
            ("shop/dev.pfx", ""), ("shop/.npmrc", "//registry.example/:_authToken=abc")];
        var plan = Plan(project, repository);
        plan.Problem().ShouldBeNull();
        var pins = plan.Images.ToDictionary(image => image, image => $"{image}@sha256:{new string('a', 64)}");
        var generated = plan.Write(pins, ownIgnoreFile: null);
        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 22),
            Context = new BuildContext(Disk(repository), Context, IgnoreFile.Parse(generated.IgnoreFile)),
        };

        GeneratedImage.Of(generated.Dockerfile).Findings(facts).ShouldBeEmpty();
        Plan(project, repository).Write(pins, ownIgnoreFile: null).ShouldBe(generated);
        generated.Dockerfile.ShouldNotContain(Context);
        generated.Dockerfile.ShouldNotContain("\r");
    }
}
