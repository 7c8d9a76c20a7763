using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>Where credentials are looked for, and in which order.</summary>
public sealed class KeychainsTests : IDisposable
{
    private static readonly string Home = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";

    private readonly TemporaryDirectory _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_place_is_asked_only_when_those_before_it_know_nothing()
    {
        _variables[Home] = _folder.Path;
        (await User()).ShouldBeNull();

        Write(".config/containers/auth.json", "podman-home");
        (await User()).ShouldBe("podman-home");

        _variables["XDG_RUNTIME_DIR"] = _folder.Combine("run");
        Write("run/containers/auth.json", "podman-session");
        (await User()).ShouldBe("podman-session");

        _variables["REGISTRY_AUTH_FILE"] = Write("auth.json", "podman-file");
        (await User()).ShouldBe("podman-file");

        Write(".docker/config.json", "docker-home");
        (await User()).ShouldBe("docker-home");

        _variables["DOCKER_CONFIG"] = _folder.Combine("docker");
        Write("docker/config.json", "docker-config");
        (await User()).ShouldBe("docker-config");

        foreach (var prefix in (string[])["SDK_CONTAINER_REGISTRY", "DOTNET_CONTAINER_REGISTRY", "DOTNET_CONTAINER_PULL_REGISTRY"])
        {
            _variables[$"{prefix}_UNAME"] = prefix;
            (await User()).ShouldNotBe(prefix, "a user without a password is none");
            _variables[$"{prefix}_PWORD"] = "x";
            (await User()).ShouldBe(prefix);
        }

        NamedCredential[] named = [new("R.corp", "robot", null, "ROBOT_TOKEN")];
        (await User(named)).ShouldBe("DOTNET_CONTAINER_PULL_REGISTRY", "the variable that the project names is not set here");
        _variables["ROBOT_TOKEN"] = "x";
        (await User(named)).ShouldBe("robot");
    }

    [Fact]
    public async Task What_the_project_names_is_for_that_registry_alone()
    {
        _variables["TOKEN"] = "x";
        _variables["ACCOUNT"] = "ci";
        NamedCredential[] named = [new("other.corp", "robot", null, "TOKEN"), new("r.corp", null, "ACCOUNT", "TOKEN")];

        (await User(named)).ShouldBe("ci");
    }

    [Fact]
    public async Task What_is_kept_for_a_part_of_a_registry_counts_within_its_file()
    {
        _variables[Home] = _folder.Path;
        _folder.Write(".config/containers/auth.json", """{"auths":{"r.corp/team/app":{"username":"podman-part","password":"x"} } }""");
        (await User()).ShouldBe("podman-part");

        Write(".docker/config.json", "docker-all");
        (await User()).ShouldBe("docker-all");

        _folder.Write(".docker/config.json", """{"auths":{"r.corp/other":{"username":"docker-other","password":"x"} } }""");
        (await User()).ShouldBe("podman-part");
    }

    [Fact]
    public void Root_without_a_session_has_a_folder_of_Podman_s_own()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root has it");
        Keychains.FilesOf(_variables.GetValueOrDefault).ShouldBe(["/run/containers/0/auth.json"]);

        _variables["XDG_RUNTIME_DIR"] = "/run/user/0";
        Keychains.FilesOf(_variables.GetValueOrDefault).ShouldBe(["/run/user/0/containers/auth.json"]);
    }

    [Fact]
    public async Task A_folder_that_depends_on_where_the_build_starts_is_not_looked_into()
    {
        _variables["DOCKER_CONFIG"] = "docker";
        _variables["REGISTRY_AUTH_FILE"] = "auth.json";

        (await User()).ShouldBeNull();
    }

    private string Write(string path, string user) =>
        _folder.Write(path, $$"""{"auths":{"r.corp":{"username":"{{user}}","password":"x"} } }""");

    private async Task<string?> User(IReadOnlyList<NamedCredential>? named = null) =>
        (await Keychains.FromEnvironment(_variables.GetValueOrDefault, named ?? [])
            .FindAsync("r.corp", "team/app", TestContext.Current.CancellationToken))?.Username;
}
