namespace ContainerGuard.Tests.Engine.Fixes;

/// <summary>
/// Files for Python and on distributions of RPM packages, as people write them, fixed: they build to images that still run. Without an
/// answer to its question a package manager installs nothing: then the fixed file is the first that builds.
/// </summary>
public sealed class FixedOtherFilesTests(DockerEngine engine, LockedImages images)
    : FixedFileTest(engine, images), IClassFixture<LockedImages>
{
    [Fact]
    public Task A_web_application_of_Python() => Verify("python/web", new()
    {
        Fixes = "CG1016, CG2003, CG4003, CG5071, CG6001, CG7001 (3)",
        Does = Serves("Hello from Python", 5000),
        Image =
            async image => (await image.Files()).Keys.ShouldNotContain(file => file.StartsWith("/root/.cache/", StringComparison.Ordinal)),
    });

    [Fact]
    public Task pip_in_exec_form() => Verify("python/exec-form", new()
    {
        Fixes = "CG1010, CG1013, CG1032, CG1033, CG2003 (2), CG5071 (2), CG6001",
        Does = Prints("Hello from Python"),
    });

    [Fact]
    public Task yum_asks() => Verify("rpm/yum", new()
    {
        FailsBefore = "Is this ok [y/N]",
        Fixes = "CG1017, CG2003, CG5040 (2), CG5041, CG6001",
        Does = Prints("greeting"),
    });

    [Fact]
    public Task yum_leaves_its_cache_in_two_layers() => Verify("rpm/yum-layers", new()
    {
        Fixes = "CG2003, CG5041 (2)",
        Does = Prints("greeting\nfarewell"),
    });

    [Fact]
    public Task dnf_asks() => Verify("rpm/dnf", new()
    {
        FailsBefore = "Is this ok [y/N]",
        Fixes = "CG2003, CG5050, CG5051",
        Does = Prints("greeting\nfarewell"),
    });

    [Fact]
    public Task dnf_leaves_its_cache() => Verify("rpm/dnf-assumed", new()
    {
        Fixes = "CG1011, CG2003, CG5051, CG6001",
        Does = Prints("farewell"),
        Image = async image => (await image.Files()).Keys.ShouldNotContain(file => file.EndsWith(".solv", StringComparison.Ordinal)),
    });

    [Fact]
    public Task zypper_asks() => Verify("rpm/zypper", new()
    {
        FailsBefore = "--non-interactive",
        Fixes = "CG2003, CG5060, CG5061",
        Does = Prints("greeting"),
    });

    [Fact]
    public Task zypper_leaves_its_cache_in_a_loop() => Verify("rpm/zypper-assumed", new()
    {
        Fixes = "CG1016, CG2003, CG5061",
        Does = Prints("greeting\nfarewell"),
    });
}
