using System.Text;
using ContainerGuard.Inspection.Contents;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Contents;
using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.Programs;
using ContainerGuard.Tests.Unit.Inspection;

namespace ContainerGuard.Tests.Unit.Packages;

/// <summary>Which packages are in an image, by its layers.</summary>
public class ImagePackagesTests
{
    private const string Status = "var/lib/dpkg/status";

    [Fact]
    public void A_package_belongs_to_the_layer_that_brought_it_also_when_a_later_layer_writes_the_database_again()
    {
        var set = Of(
            Layer((Status, Dpkg("libc6", "2.36") + Dpkg("gone", "1.0") + Dpkg("zlib1g", "1.2"))),
            Layer((Status, Dpkg("libc6", "2.36") + Dpkg("curl", "8.0") + Dpkg("zlib1g", "1.3"))));

        set.Packages.Select(static package => $"{package.Name} {package.Version} {package.Layer}")
            .ShouldBe(["libc6 2.36 0", "curl 8.0 1", "zlib1g 1.3 1"]);
    }

    [Theory]
    [InlineData("app/.wh.App.deps.json")]
    [InlineData(".wh.app")]
    [InlineData("app/.wh..wh..opq")]
    public void A_package_of_a_deleted_file_is_not_there(string whiteout)
    {
        var layer = Layer(("app/App.deps.json", Deps(("A", "1.0.0", "lib/net8.0/A.dll"))), ("app/A.dll", "x"));

        Of(layer).Packages.Single().Name.ShouldBe("A");
        Of(layer, Layer((whiteout, ""))).Packages.ShouldBeEmpty();
    }

    [Fact]
    public void A_library_without_an_asset_or_without_its_file_is_not_there()
    {
        var deps = Deps(
            ("WithFile", "1.0.0", "lib/net8.0/WithFile.dll"), ("Lost", "1.0.0", "lib/net8.0/Lost.dll"), ("System.Net.Http", "4.3.0", null));

        Of(Layer(("sdk/x.deps.json", deps), ("sdk/WithFile.dll", "x"))).Packages.Single().Name.ShouldBe("WithFile");
    }

    [Fact]
    public void A_native_library_for_one_runtime_identifier_lies_beside_the_application()
    {
        const string asset = "runtimes/linux-x64/native/libe_sqlite3.so";
        var deps = Deps(("SQLitePCLRaw.lib.e_sqlite3", "2.1.11", asset));

        var ofIdentifier = deps.Replace("\"runtime\":", "\"native\":", StringComparison.Ordinal);
        Of(Layer(("app/x.deps.json", ofIdentifier), ("app/libe_sqlite3.so", "x"))).Packages.ShouldHaveSingleItem();
        Of(Layer(("app/x.deps.json", ofIdentifier), ($"app/{asset}", "x"))).Packages.ShouldBeEmpty();

        var portable = deps.Replace("\"runtime\":", "\"runtimeTargets\":", StringComparison.Ordinal);
        Of(Layer(("app/x.deps.json", portable), ($"app/{asset}", "x"))).Packages.ShouldHaveSingleItem();
        Of(Layer(("app/x.deps.json", portable), ("app/libe_sqlite3.so", "x"))).Packages.ShouldBeEmpty();
    }

    [Fact]
    public void A_short_line_in_a_lock_file_of_Yarn_does_not_hide_the_others()
    {
        const string file = "a@^1.0.0:\n  version \"1.0.0\"\n  \n\nb@^2.0.0:\n  version \"2.0.0\"\n";

        var set = Of(Layer(("app/yarn.lock", file)));

        set.Packages.Select(static package => package.Name).ShouldBe(["a", "b"]);
        set.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_framework_without_its_manifest_is_known_by_its_folder()
    {
        var set = Of(Layer(
            ("usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.12/System.Private.CoreLib.dll", "x"),
            ("etc/os-release", "ID=alpine\n")));

        var package = set.Packages.Single();
        package.Name.ShouldBe("Microsoft.NETCore.App.Runtime.linux-musl-x64");
        package.Version.ShouldBe("10.0.12");
        package.Role.ShouldBe(PackageRole.Runtime);
    }

    [Fact]
    public void Installed_packages_count_instead_of_those_of_a_lock_file_beside_them()
    {
        const string lockFile = """
            { "lockfileVersion": 3, "packages": {
              "": {}, "node_modules/left-pad": { "version": "1.0.0" }, "node_modules/b": { "version": "2.0.0" } } }
            """;

        Of(Layer(("app/package-lock.json", lockFile))).Packages.Select(static package => package.Name).ShouldBe(["left-pad", "b"]);
        Of(Layer(
            ("app/package-lock.json", lockFile),
            ("app/node_modules/left-pad/package.json", """{ "name": "left-pad", "version": "1.3.0", "license": "WTFPL" }"""),
            ("app/node_modules/left-pad/lib/package.json", """{ "type": "module" }""")))
            .Packages.Single().Version.ShouldBe("1.3.0");
    }

    [Fact]
    public void A_library_that_the_system_installed_names_its_package()
    {
        const string metadata = "Metadata-Version: 2.1\nName: requests\nVersion: 2.28.1\n\nDescription\nName: other\n";
        var set = Of(Layer(
            (Status, Dpkg("python3-requests", "2.28.1+dfsg-1")),
            ("var/lib/dpkg/info/python3-requests.list", "/.\n/usr\n/usr/lib/python3/dist-packages/requests-2.28.1.dist-info/METADATA\n"),
            ("usr/lib/python3/dist-packages/requests-2.28.1.dist-info/METADATA", metadata),
            ("app/site-packages/requests-2.31.0.dist-info/METADATA", metadata.Replace("2.28.1", "2.31.0"))));

        set.Packages.Where(static package => package.Type == PackageType.PyPi).Select(static package => (package.Version, package.OwnedBy))
            .ShouldBe([("2.31.0", ""), ("2.28.1", "python3-requests")], ignoreOrder: true);
    }

    [Fact]
    public void A_damaged_database_is_one_note_and_hides_nothing_else()
    {
        var set = Of(Layer(
            ("app/App.deps.json", "{"), ("app/x.jar", "PK\u0003\u0004 broken"),
            ("lib/apk/db/installed", "P:musl\nV:1.2.5-r0\nA:x86_64\n\n")));

        set.Packages.Single().Name.ShouldBe("musl");
        set.Notes.ShouldBe(
        [
            "'app/App.deps.json' cannot be read as a dependency manifest of .NET: it is not valid JSON.",
            "'app/x.jar' cannot be read as a Java archive: it is not a zip file, or damaged.",
        ]);
    }

    [Fact]
    public void What_was_found_survives_the_cache()
    {
        var found = new PackageFindings();
        found.Add(new Package
        {
            Type = PackageType.Apk, Name = "a\u00e4", Version = "1-r0", Architecture = "x86_64", Source = "s", Licenses = ["MIT"],
            Vendor = "v", Hashes = ["sha256:00"], Files = ["bin/a"], DependsOn = ["b"], IsDevelopment = true,
            Role = PackageRole.Application, Member = "m", Modularity = "x:1",
        });
        found.Add(new FileList("p", "amd64", ["usr/bin/p"]));
        found.Note("One sentence.");

        var read = PackageNote.Read(PackageNote.Write(found).ShouldNotBeNull());

        read.Packages.Single().Name.ShouldBe("a\u00e4");
        read.Lists.Single().Files.ShouldBe(["usr/bin/p"]);
        read.Notes.ShouldBe(["One sentence."]);
        PackageNote.Write(read).ShouldBe(PackageNote.Write(found));
        PackageNote.Write(new PackageFindings()).ShouldBeNull();
        PackageNote.Read([1, 200, 200]).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void The_modules_of_a_go_program_are_found_in_pieces_of_any_size(int size)
    {
        var program = GoProgram("go1.22.1", "path\tx\nmod\texample.com/x\tv1.2.3\t\ndep\tgolang.org/x/net\tv0.1.0\th1:a=\n");
        using var scan = new ProgramScan("app/x");
        foreach (var piece in program.Chunk(size)) scan.Write(piece);

        scan.Finish().Packages.Select(static package => $"{package.Name} {package.Version} {package.Role}").ShouldBe(
            ["stdlib 1.22.1 Runtime", "example.com/x v1.2.3 Application", "golang.org/x/net v0.1.0 Dependency"]);
    }

    [Fact]
    public void A_single_file_has_the_packages_of_the_manifest_inside_it_without_those_that_trimming_removed()
    {
        var deps = Encoding.UTF8.GetBytes(Deps(("A", "1.0.0", "lib/net8.0/A.dll"), ("Trimmed", "1.0.0", "lib/net8.0/Trimmed.dll")));
        using var scan = new ProgramScan("app/x");
        foreach (var piece in Bundle(deps, "A.dll", "x.dll").Chunk(1000)) scan.Write(piece);

        var found = scan.Finish();

        found.Notes.ShouldBeEmpty();
        found.Packages.Single().Name.ShouldBe("A");
    }

    [Fact]
    public void A_single_file_whose_manifest_is_cut_is_one_note()
    {
        using var scan = new ProgramScan("app/x");
        scan.Write(Bundle("{}"u8.ToArray(), "A.dll").AsSpan()[..^30]);

        scan.Finish().Notes.Single().ShouldStartWith("'app/x' cannot be read as a .NET single file: ");
    }

    private static PackageSet Of(params byte[][] layers) => ImagePackages.Of(TestInspection.Image(layers));

    private static byte[] Layer(params (string Path, string Content)[] files)
    {
        var layer = new TarBuilder();
        foreach (var (path, content) in files) layer.File(path, content);
        return layer.Build();
    }

    private static string Dpkg(string name, string version) =>
        $"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: {version}\n\n";

    private static string Deps(params (string Name, string Version, string? Asset)[] libraries)
    {
        var targets = libraries.Select(static one =>
            $$"""
            "{{one.Name}}/{{one.Version}}": {{(one.Asset is null ? "{}" : $$"""{ "runtime": { "{{one.Asset}}": {} } }""")}}
            """);
        var all = libraries.Select(static one => $$"""
            "{{one.Name}}/{{one.Version}}": { "type": "package", "serviceable": true, "sha512": "" }
            """);
        return $$"""
            { "runtimeTarget": { "name": "t" }, "targets": { "t": { {{string.Join(',', targets)}} } },
              "libraries": { {{string.Join(',', all)}} } }
            """;
    }

    private static byte[] GoProgram(string version, string modules)
    {
        var bytes = new List<byte>([0x7F, .. "ELF"u8, .. new byte[12 + 5000]]);
        while (bytes.Count % 16 != 0) bytes.Add(0);
        bytes.AddRange(GoBuildInfo.Mark);
        bytes.AddRange([8, 2, .. new byte[16]]);
        foreach (var text in (string[])[version, modules])
        {
            bytes.Add((byte)((text.Length & 0x7F) | (text.Length > 127 ? 0x80 : 0)));
            if (text.Length > 127) bytes.Add((byte)(text.Length >> 7));
            bytes.AddRange(Encoding.UTF8.GetBytes(text));
        }

        return [.. bytes, .. new byte[500]];
    }

    /// <summary>Version 6 of the manifest, which .NET 6 and later write.</summary>
    private static byte[] Bundle(byte[] deps, params string[] files)
    {
        const int head = 3000;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([0x7F, .. "ELF"u8, .. new byte[head]]);
        var place = stream.Position;
        writer.Write(0L);
        writer.Write(SingleFileBundle.Signature);
        writer.Write(new byte[2000]);
        var depsAt = stream.Position;
        writer.Write(deps);
        var manifest = stream.Position;
        writer.Write(6u);
        writer.Write(0u);
        writer.Write(files.Length);
        writer.Write("id");
        foreach (var number in (long[])[depsAt, deps.Length, 0, 0, 0]) writer.Write(number);
        foreach (var file in files)
        {
            writer.Write(0L);
            writer.Write(10L);
            writer.Write(0L);
            writer.Write((byte)1);
            writer.Write(file);
        }

        stream.Position = place;
        writer.Write(manifest);
        return stream.ToArray();
    }
}
