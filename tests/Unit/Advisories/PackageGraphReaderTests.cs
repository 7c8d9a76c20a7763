using System.Text;
using ContainerGuard.Advisories.DotNet;

namespace ContainerGuard.Tests.Unit.Advisories;

/// <summary>The packages that a project ships, from the file that restore writes.</summary>
public sealed class PackageGraphReaderTests
{
    [Fact]
    public void A_package_knows_the_references_that_bring_it()
    {
        var graph = Read(new AssetsText().Direct("A", "1.0.0", null, "B").Package("B", "2.0.0", "lib/b.dll", "C")
            .Package("C", "3.0.0", "lib/c.dll"));

        graph.Packages.Select(static package => $"{package.Id} {package.Version}: {string.Join(" > ", package.Path)}")
            .ShouldBe(["A 1.0.0: A", "B 2.0.0: A > B", "C 3.0.0: A > B > C"]);
    }

    [Fact]
    public void The_shortest_path_counts_and_a_circle_ends()
    {
        var graph = Read(new AssetsText().Direct("A", "1.0.0", null, "B").Direct("C", "1.0.0", null, "D")
            .Package("B", "1.0.0", "lib/b.dll", "D", "A").Package("D", "1.0.0", "lib/d.dll"));

        graph.Packages.Single(static package => package.Id == "D").Path.ShouldBe(["C", "D"]);
    }

    [Fact]
    public void A_package_without_a_published_file_is_left_out()
    {
        var graph = Read(new AssetsText().Direct("A", "1.0.0", null, "System.Runtime", "Placeholder")
            .Empty("System.Runtime", "4.3.0").Package("Placeholder", "1.0.0", "lib/net8.0/_._"));

        graph.Packages.ShouldHaveSingleItem().Id.ShouldBe("A");
    }

    [Fact]
    public void A_package_of_the_build_alone_is_left_out_with_what_it_brings()
    {
        var graph = Read(new AssetsText().Direct("Analyzer", "1.0.0", "All", "Helper").Package("Helper", "1.0.0", "lib/h.dll")
            .Direct("A", "1.0.0", "Compile, Build"));

        graph.Packages.ShouldHaveSingleItem().Id.ShouldBe("A");
    }

    [Theory]
    [InlineData("8.0.4", 0)]
    [InlineData("11.0.0", 1)]
    public void A_package_that_the_framework_replaces_is_left_out(string version, int count) =>
        Read(new AssetsText().Direct("System.Text.Json", version).Pruned("System.Text.Json", "(,10.0.32767]")).Packages.Count
            .ShouldBe(count);

    [Fact]
    public void A_package_of_a_referenced_project_knows_that_project()
    {
        var graph = Read(new AssetsText().Project("Lib", "../Lib/Lib.csproj", "A", "Deep").Project("Deep", "../Deep/Deep.csproj", "B")
            .Package("A", "1.0.0", "lib/a.dll").Package("B", "1.0.0", "lib/b.dll"));

        graph.Packages.Select(static package => (package.Id, package.Project, package.IsDirect)).ShouldBe(
            [("A", Full("/src/Lib/Lib.csproj"), true), ("B", Full("/src/Deep/Deep.csproj"), true)]);

        static string Full(string path) => Path.GetFullPath(path);
    }

    [Fact]
    public void The_target_of_the_runtime_identifier_is_read()
    {
        var text = new AssetsText { Target = "net10.0/linux-x64" }.Direct("A", "1.0.0").ToBytes();

        PackageGraphReader.Read(text, "net10.0", "linux-x64")!.Packages.Count.ShouldBe(1);
        PackageGraphReader.Read(text, "net10.0", "").ShouldBeNull();
        PackageGraphReader.Read(text, "net9.0", "linux-arm64").ShouldBeNull();
    }

    [Fact]
    public void Audit_suppressions_and_feeds_are_read()
    {
        var graph = Read(new AssetsText().Direct("A", "1.0.0").Audit("NU1903", "A", "GHSA-1").Audit("NU1605", "A", "x")
            .Suppressed("https://github.com/advisories/GHSA-2").Source("https://feed.example/v3/index.json").Source("/home/feed"));

        graph.Audit.ShouldBe([new AuditEntry("NU1903", "A", "https://github.com/advisories/GHSA-1", false)]);
        graph.Suppressed.ShouldBe(["https://github.com/advisories/GHSA-2"]);
        graph.Feeds.ShouldBe([new Uri("https://feed.example/v3/index.json")]);
    }

    [Fact]
    public void An_entry_of_the_audit_counts_for_its_target_framework_alone()
    {
        var graph = Read(new AssetsText().Direct("A", "1.0.0").Audit("NU1903", "A", "GHSA-1", graph: "net8.0")
            .Audit("NU1903", "A", "GHSA-2", graph: "net10.0").Audit("NU1903", "A", "GHSA-3", graph: "net10.0/linux-x64")
            .Audit("NU1903", "A", "GHSA-4"));

        graph.Audit.Select(static entry => entry.Url[^6..]).ShouldBe(["GHSA-2", "GHSA-3", "GHSA-4"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"targets\":{\"net10.0\":{}}}")]
    [InlineData("{\"targets\":{\"net10.0\":{\"A\":1}},\"project\":{\"frameworks\":{\"net10.0\":[]}}}")]
    public void A_file_that_restore_did_not_write_is_not_read(string text)
    {
        var graph = PackageGraphReader.Read(Encoding.UTF8.GetBytes(text), "net10.0", "");

        (graph?.Packages ?? []).ShouldBeEmpty();
    }

    private static PackageGraph Read(AssetsText text) => PackageGraphReader.Read(text.ToBytes(), "net10.0", "")!;
}
