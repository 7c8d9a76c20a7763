using ContainerGuard.Shell;

namespace ContainerGuard.Tests.Unit.Shell;

/// <summary>The table of package managers, from which all rules read.</summary>
public sealed class PackageManagersTests
{
    [Theory]
    [InlineData("dnf5", "dnf")]
    [InlineData("pip3.12", "pip")]
    [InlineData("yarnpkg", "yarn")]
    [InlineData("micromamba", "conda")]
    [InlineData("apt", "apt")]
    public void A_program_is_found_by_each_of_its_names(string program, string name) => PackageManagers.Find(program)!.Name.ShouldBe(name);

    [Theory]
    [InlineData("pipeline")]
    [InlineData("apt-key")]
    [InlineData(null)]
    public void Another_program_is_not_a_package_manager(string? program) => PackageManagers.Find(program).ShouldBeNull();

    [Fact]
    public void A_name_belongs_to_one_package_manager() =>
        PackageManagers.All.SelectMany(static manager => manager.Aliases.Prepend(manager.Name)).ShouldBeUnique();

    [Fact]
    public void A_package_manager_of_a_distribution_can_remove_packages_and_has_lists()
    {
        foreach (var manager in PackageManagers.All.Where(static manager => manager.InstallsSystemPackages))
        {
            manager.Removals.ShouldNotBeEmpty(manager.Name);
            manager.IndexUpdates.ShouldNotBeEmpty(manager.Name);
            manager.IndexFolder.ShouldNotBeNull(manager.Name);
        }
    }

    [Fact]
    public void An_install_fills_the_cache_and_asks_for_a_confirmation()
    {
        foreach (var manager in PackageManagers.All.Where(static manager => manager.InstallsSystemPackages && manager.CleanUp.Length > 0))
        {
            manager.Installs.ShouldBeSubsetOf(manager.Downloads, manager.Name);
            manager.Installs.ShouldBeSubsetOf(manager.Questions, manager.Name);
            manager.Removals.ShouldBeSubsetOf(manager.Questions, manager.Name);
        }
    }

    [Fact]
    public void A_message_can_show_a_package_of_each_with_a_version()
    {
        foreach (var manager in PackageManagers.All.Where(static manager => manager.Installs.Length > 0))
        {
            var (name, separator, version) = manager.Example;
            (name.Length > 0 && version.Length > 0).ShouldBeTrue(manager.Name);
            var verb = manager.Name switch { "dotnet" => "tool install", "uv" => "pip install", _ => manager.Installs[0] };
            var install = ShellScript.Parse($"{manager.Name} {verb} {name}{separator}{version}").Commands
                .Single().Install.ShouldNotBeNull(manager.Name);
            install.Packages[0].ShouldSatisfyAllConditions(
                package => package.Name.ShouldBe(name), package => package.Version.ShouldBe(version));
        }
    }

    [Theory]
    [InlineData("apk del .build")]
    [InlineData("apt-get purge -y gcc")]
    [InlineData("aptitude remove gcc")]
    [InlineData("dnf5 -y remove gcc")]
    [InlineData("dnf group remove 'Development Tools'")]
    [InlineData("microdnf remove gcc")]
    [InlineData("tdnf erase gcc")]
    [InlineData("yum autoremove gcc")]
    [InlineData("zypper -n rm gcc")]
    public void A_removal_is_known_by_its_verb(string script)
    {
        var command = ShellScript.Parse(script).Commands.Single();

        PackageManagers.Find(command.Name)!.Removes(command.Line).ShouldBeTrue();
    }

    [Theory]
    [InlineData("apk add remove")]
    [InlineData("dnf group install remove")]
    [InlineData("npm remove left-pad")]
    public void Another_command_removes_no_system_package(string script)
    {
        var command = ShellScript.Parse(script).Commands.Single();

        PackageManagers.Find(command.Name)!.Removes(command.Line).ShouldBeFalse();
    }
}
