using ContainerGuard.Advisories.Locked;
using ContainerGuard.Tests.Unit.Tasks;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>
/// The result of a scan that the next build reports again from obj: with everything that the scan reported, as long as nothing that can
/// change the verdict has changed.
/// </summary>
public sealed class KeptScanTests : ScanTest
{
    private const string Finding = "error CG8050 app.csproj 3 'Contoso.Json' 1.0.0 has a known vulnerability "
        + "(high according to GHSA: GHSA-1). Update this reference to 1.2.0.";

    private string Kept => Folder.Combine("obj", "container", "scan.kept");

    [Fact]
    public void The_same_inputs_give_the_last_result_without_reading_them()
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Table.Know("NuGet", "Contoso.Json");
        WriteData();
        Scan().ShouldBeEmpty();
        Scan().ShouldBeEmpty();

        Mark("no known vulnerability", "NO KNOWN VULNERABILITY");

        Scan().ShouldBeEmpty();
        Summary().ShouldContain("NO KNOWN VULNERABILITY");
    }

    [Fact]
    public void Findings_are_reported_again_with_the_same_texts_at_the_same_places()
    {
        Vulnerable();
        RunTask(WithFindings);
        Age();
        Engine.Shown.Clear();
        Engine.ErrorEvents.Clear();

        var fresh = RunTask(WithFindings, keeps: true);
        var events = Engine.ErrorEvents.Select(Text).ToList();
        var shown = Engine.Shown.ToList();
        File.Exists(Kept).ShouldBeTrue();
        Engine.ErrorEvents.Clear();
        Engine.Shown.Clear();
        var again = RunTask(WithFindings, keeps: true);

        again.ShouldBe(fresh);
        again.Select(static line => string.Join(' ', line.Split(' ').Take(4))).ShouldBe(
            ["warning CG0076 app.csproj 1", "error CG8050 app.csproj 3", "message CG8051 Dockerfile 1", "message CG0078 app.csproj 1"]);
        Engine.ErrorEvents.Select(Text).ShouldBe(events);
        Engine.Shown.ShouldBe(shown);

        Mark("Update this reference", "UPDATE THIS REFERENCE");
        RunTask(WithFindings, keeps: true)[1].ShouldContain("UPDATE THIS REFERENCE");

        static string Text(Microsoft.Build.Framework.BuildErrorEventArgs one) =>
            $"{one.File}({one.LineNumber},{one.ColumnNumber}): {one.Code} {one.Message} {one.HelpLink}";

        void WithFindings(ScanPackages task)
        {
            task.Dockerfiles = [new TaskItem("Dockerfile")];
            task.Threshold = "high";
            task.Exceptions = [Exception("CVE-2020-2"), Exception("CVE-2020-1", ("Reason", "gone"))];
        }
    }

    [Fact]
    public void A_command_in_a_message_names_the_project_for_the_folder_of_the_build()
    {
        Folder.Write("Dockerfile", "FROM mcr.microsoft.com/dotnet/runtime:10.0\n");
        Know("Microsoft.NETCore.App.Runtime.linux-x64", "CVE-2026-1", "[10.0.0, 10.0.4)");
        WriteData(image: "mcr.microsoft.com/dotnet/runtime:10.0", runtime: "10.0.1");
        void From(ScanPackages task, string folder)
        {
            task.Dockerfiles = [new TaskItem("Dockerfile")];
            task.Common.SetMetadata("StartedIn", folder);
        }

        RunTask(task => From(task, Folder.Path));
        Age();
        RunTask(task => From(task, Folder.Path), keeps: true).ShouldHaveSingleItem()
            .ShouldContain("'dotnet build -t:ContainerGuardUpdate'");
        Engine.Registered.Clear();

        RunTask(task => From(task, Path.GetDirectoryName(Folder.Path)!), keeps: true).ShouldHaveSingleItem()
            .ShouldContain($"'dotnet build {Path.GetFileName(Folder.Path)}/app.csproj -t:ContainerGuardUpdate'");
    }

    public static TheoryData<string, string> Changes => new()
    {
        { "the project's lines", "error CG8050 app.csproj 4 " },
        { "central versions", "error CG8050 Directory.Packages.props 3 " },
        { "another Directory file", "error CG8050 Directory.A.props 1 " },
        { "the threshold", "message CG8050 app.csproj 3 " },
        { "a local build", "warning CG8050 app.csproj 3 " },
        { "NoWarn", "" },
        { "the configuration", "" },
        { "an exception", "" },
        { "an exception of another file", "warning CG0076 Directory.Build.props 1 " },
        { ".trivyignore", "" },
        { "VEX", "" },
        { "the data", "error CG8050 app.csproj 3 'Contoso.Json' 1.0.0 has 2 known vulnerabilities " },
        { "the packages", "" },
    };

    [Theory, MemberData(nameof(Changes))]
    public void Everything_that_changes_the_verdict_makes_it_scan_again(string change, string expected)
    {
        Vulnerable();
        Folder.Write("vex.json", """{ "statements": [] }""");
        var invalid = Exception("CVE-2020-2");
        var usesItem = change == "an exception of another file";
        RunTask(Settings);
        Age();
        RunTask(Settings, keeps: true).ShouldContain(Finding);
        RunTask(Settings, keeps: true).ShouldContain(Finding);

        switch (change)
        {
            case "the project's lines":
                Folder.Write("app.csproj", Project.Replace("  <ItemGroup>", "\n  <ItemGroup>", StringComparison.Ordinal));
                break;
            case "central versions":
                Folder.Write("app.csproj", Project.Replace(" Version=\"1.0.0\"", "", StringComparison.Ordinal));
                Folder.Write("Directory.Packages.props", """
                    <Project>
                      <ItemGroup>
                        <PackageVersion Include="Contoso.Json" Version="1.0.0" />
                      </ItemGroup>
                    </Project>
                    """);
                break;
            case "another Directory file":
                Folder.Write("Directory.A.props", "<Project><ItemGroup><PackageVersion Include=\"Contoso.Json\" /></ItemGroup></Project>");
                Folder.Write("app.csproj", Project.Replace(" Version=\"1.0.0\"", "", StringComparison.Ordinal));
                Age("app.csproj");
                break;
            case "the configuration":
                Folder.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.CG8050.severity = none\n");
                break;
            case ".trivyignore":
                Folder.Write(".trivyignore", "GHSA-1\n");
                break;
            case "VEX":
                Folder.Write("vex.json", """{ "statements": [{ "vulnerability": { "name": "GHSA-1" }, "status": "not_affected" }] }""");
                break;
            case "the data":
                Know("Contoso.Json", "GHSA-2", "[1.0.0, 1.3.0)");
                WriteData();
                break;
            case "the packages":
                var assets = Folder.Combine("obj", "assets.json");
                var text = File.ReadAllText(assets);
                File.WriteAllText(assets, text.Replace("Contoso.Json/1.0.0", "Contoso.Json/1.2.0", StringComparison.Ordinal));
                break;
        }

        var found = RunTask(task =>
        {
            Settings(task);
            if (change == "the threshold") task.Threshold = "critical";
            else if (change == "a local build") task.ErrorsHold = false;
            else if (change == "NoWarn") task.Common.SetMetadata("NoWarn", "CG8050");
            else if (change == "an exception") task.Exceptions = [Exception("GHSA-1", ("Reason", "not reachable"))];
            else if (usesItem) task.Exceptions = [new DefinedItem(invalid, Folder.Combine("Directory.Build.props"))];
        }, keeps: true);

        if (usesItem) found.ShouldContain(line => line.StartsWith(expected, StringComparison.Ordinal));
        else if (expected.Length == 0) found.ShouldBeEmpty();
        else found.ShouldHaveSingleItem().ShouldStartWith(expected);

        void Settings(ScanPackages task)
        {
            (task.Vex, task.Dockerfiles) = ([new TaskItem("vex.json")], []);
            if (usesItem) task.Exceptions = [new DefinedItem(invalid, Folder.Combine("app.csproj"))];
        }
    }

    [Fact]
    public void Another_day_has_another_key_because_an_exception_can_end_on_it()
    {
        var task = new ScanPackages { Common = CommonItems.Of(Folder.Combine("app.csproj")) };

        string[] keys = [.. Enumerable.Range(1, 2).Select(day =>
            TaskInputs.KeyOf(task, ContainerGuard.Dockerfile.ModelOptions.Default, new DateOnly(2026, 12, day)))];

        keys[0].ShouldNotBe(keys[1]);
        TaskInputs.KeyOf(task, ContainerGuard.Dockerfile.ModelOptions.Default, new DateOnly(2026, 12, 1)).ShouldBe(keys[0]);
    }

    [Fact]
    public void A_scan_of_the_image_in_the_same_build_knows_what_was_judged_and_which_exceptions_were_used()
    {
        Vulnerable();
        Assets.Direct("Contoso.Xml", "2.0.0");
        void Accepts(ScanPackages task) => task.Exceptions = [Exception("GHSA-1", ("Reason", "not reachable"))];
        RunTask(Accepts);
        Age();
        RunTask(Accepts, keeps: true).ShouldBeEmpty();
        Engine.Registered.Clear();

        RunTask(Accepts, keeps: true).ShouldBeEmpty();

        var images = SharedObjects.Get(Engine, static () => new InspectedImages(), Folder.Combine("app.csproj"));
        images.IsJudged("contoso.xml", "2.0.0").ShouldBeTrue();
        images.IsJudged("Contoso.Json", "1.0.0").ShouldBeTrue();
        images.IsJudged("Contoso.Json", "1.0.1").ShouldBeFalse();
        images.IsUsed("GHSA-1").ShouldBeTrue();
    }

    [Fact]
    public void A_base_image_that_another_build_has_read_makes_it_scan_again()
    {
        Folder.Write("Dockerfile", "FROM debian:13\n");
        Assets.Direct("Contoso.Json", "1.0.0");
        Table.Know("NuGet", "Contoso.Json");
        WriteData(image: "debian:13");
        void Settings(ScanPackages task) => (task.Dockerfiles, task.CacheFolder) = ([new TaskItem("Dockerfile")], "cache");
        RunTask(Settings);
        Age();
        RunTask(Settings, keeps: true).ShouldBeEmpty();
        Mark("no known vulnerability", "NO KNOWN VULNERABILITY");
        RunTask(Settings, keeps: true).ShouldBeEmpty();
        Summary().ShouldContain("NO KNOWN VULNERABILITY");

        Folder.Write("cache/layers-1/another.layer", "");
        RunTask(Settings, keeps: true).ShouldBeEmpty();

        Summary().ShouldContain("no known vulnerability");
    }

    [Theory]
    [InlineData("cut off")]
    [InlineData("another text")]
    [InlineData("another code")]
    public void A_damaged_result_is_not_used(string damage)
    {
        Vulnerable();
        Scan();
        Scan().ShouldHaveSingleItem().ShouldBe(Finding);
        var text = File.ReadAllText(Kept);
        File.WriteAllText(Kept, damage switch
        {
            "cut off" => text[..^5],
            "another text" => text + "x",
            _ => text.Replace("6:CG8050", "6:CG9999", StringComparison.Ordinal),
        });

        Scan().ShouldHaveSingleItem().ShouldBe(Finding);
    }

    [Fact]
    public void A_scan_without_usable_data_is_not_kept()
    {
        Vulnerable();
        File.AppendAllText(Folder.Combine(AdvisoryFile.Name), "\n");

        Scan().ShouldHaveSingleItem().ShouldStartWith("error CG8055 ");
        Scan();

        File.Exists(Kept).ShouldBeFalse();
    }

    private void Vulnerable()
    {
        Folder.Write("Dockerfile", "FROM mcr.microsoft.com/dotnet/runtime:10.0.1\n");
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 1.2.0)");
        Know("Microsoft.NETCore.App.Runtime.linux-x64", "CVE-2026-1", "[10.0.0, )", ContainerGuard.Advisories.AdvisorySeverity.Low);
        WriteData();
    }

    /// <summary>Scans, and makes the files old enough for the next result to be kept.</summary>
    private List<string> Scan()
    {
        var found = RunTask(keeps: File.Exists(Folder.Combine("obj", "assets.json")));
        Age();
        return found;
    }

    /// <summary>A result is kept only if its files are older than the resolution of clocks of file systems.</summary>
    private void Age(string pattern = "*")
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Folder.Path, pattern, SearchOption.AllDirectories))
        {
            if (path != Kept) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-10));
        }
    }

    /// <summary>Changes a text of the kept result, which shows whether a build has used it.</summary>
    private void Mark(string text, string mark) =>
        File.WriteAllText(Kept, File.ReadAllText(Kept).Replace(text, mark, StringComparison.Ordinal));

    /// <summary>An item with the file that defines it, which the engine names as metadata of its own.</summary>
    private sealed class DefinedItem(Microsoft.Build.Framework.ITaskItem item, string file) : Microsoft.Build.Framework.ITaskItem
    {
        public string ItemSpec { get; set; } = item.ItemSpec;

        public System.Collections.ICollection MetadataNames => item.MetadataNames;

        public int MetadataCount => item.MetadataCount;

        public string GetMetadata(string metadataName) =>
            metadataName == "DefiningProjectFullPath" ? file : item.GetMetadata(metadataName);

        public void SetMetadata(string metadataName, string metadataValue) => item.SetMetadata(metadataName, metadataValue);

        public void RemoveMetadata(string metadataName) => item.RemoveMetadata(metadataName);

        public void CopyMetadataTo(Microsoft.Build.Framework.ITaskItem destinationItem) => item.CopyMetadataTo(destinationItem);

        public System.Collections.IDictionary CloneCustomMetadata() => item.CloneCustomMetadata();
    }
}
