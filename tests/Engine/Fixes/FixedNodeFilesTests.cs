namespace ContainerGuard.Tests.Engine.Fixes;

/// <summary>Files for Node.js, as people write them, fixed: they build to images that still run.</summary>
public sealed class FixedNodeFilesTests(DockerEngine engine, LockedImages images)
    : FixedFileTest(engine, images), IClassFixture<LockedImages>
{
    private const int Root = 0;
    private const int Node = 1000;
    private const string Greeting = "Hello from the shop";

    [Fact]
    public Task A_first_Dockerfile() => Verify("node/naive", new()
    {
        Fixes = "CG1016 (2), CG1017, CG2003, CG3002, CG4003, CG5001, CG5002, CG6001, CG6004, CG7001",
        Does = Serves(Greeting, 3000),
        User = (Root, Node),
        Stops = true,
        Image = async image => (await image.Files()).Keys.ShouldNotContain("/usr/src/app/node_modules/checker"),
    });

    [Fact]
    public Task Packages_have_a_layer_of_their_own() => Verify("node/cached", new()
    {
        Fixes = "CG2003, CG3002, CG4013, CG5001, CG5002, CG6004",
        Does = Serves(Greeting, 3000),
        User = (Root, Node),
        Stops = true,
        Beside = [(".dockerignore", "*.md\n"), ("node_modules/of-this-machine/index.js", "")],
        Image =
            async image => (await image.Files()).Keys.ShouldNotContain(file => file.Contains("of-this-machine", StringComparison.Ordinal)),
    });

    [Fact]
    public Task What_is_built_in_a_stage_keeps_its_tools_there() => Verify("node/built", new()
    {
        Fixes = "CG1012, CG1013, CG2003 (2), CG3002, CG5001, CG6001, CG6004, CG7003",
        Does = Serves(Greeting.ToUpperInvariant(), 3000),
        User = (Root, Node),
        Stops = true,
    });

    [Fact]
    public Task npm_starts_the_application() => Verify("node/started-by-npm", new()
    {
        Fixes = "CG1004 (2), CG1016, CG1021, CG2003, CG3002, CG5001, CG7001 (2)",
        Does = Serves(Greeting, 3000),
        User = (Root, Node),
    });

    [Fact]
    public Task yarn_installs_the_packages() => Verify("node/yarn", new()
    {
        Fixes = "CG1016, CG2003, CG3002, CG5004, CG6004",
        Does = Serves(Greeting, 3000),
        User = (Root, Node),
        Stops = true,
    });

    [Fact]
    public Task The_files_are_given_to_the_user() => Verify("node/owned", new()
    {
        Fixes = "CG2003, CG3004, CG4003, CG5002, CG6004",
        Does = Serves(Greeting, 3000),
        User = (Node, Node),
        Stops = true,
    });

    [Fact]
    public Task An_entry_script_starts_the_application_and_stays_root() => Verify("node/entry-script", new()
    {
        Fixes = "CG2003, CG5002, CG6004, CG6014",
        Does = Serves(Greeting, 3000),
        Stops = true,
    });

    [Fact]
    public Task What_writes_to_a_volume_of_root_stays_root() => Verify("node/volume", new()
    {
        Fixes = "CG2003, CG6001, CG6004",
        Does = Serves("visit 1", 3000),
    });

    [Fact]
    public Task What_lies_in_the_folder_of_root_stays_root() => Verify("node/root-folder", new()
    {
        Fixes = "CG2003, CG4004, CG5001, CG5002, CG6001, CG6004",
        Does = Serves(Greeting, 3000),
        Stops = true,
        Beside = [(".dockerignore", "*.md\n"), (".git/config", "[core]\n")],
        Image = async image =>
            (await image.Files()).Keys.ShouldNotContain(file => file.StartsWith("/root/shop/.git", StringComparison.Ordinal)),
    });
}
