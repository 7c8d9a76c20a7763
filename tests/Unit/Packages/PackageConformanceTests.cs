using System.IO.Compression;
using System.Text.Json.Nodes;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Contents;
using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.DotNet;
using ContainerGuard.Packages.Readers.Languages;
using ContainerGuard.Packages.Readers.Programs;
using ContainerGuard.Packages.Readers.Systems;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Packages;

/// <summary>
/// Package databases whose content another program has computed: those of this folder, or of the folder in <c>CONTAINERGUARD_PACKAGES</c>,
/// which has an <c>expected.json</c> of the same form.
/// </summary>
public class PackageConformanceTests
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("CONTAINERGUARD_PACKAGES") is { Length: > 0 } folder
            ? folder
            : RepositoryRoot.Combine("tests", "Unit", "Packages", "Databases");

    private static readonly JsonObject Expected = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")))!.AsObject();

    /// <summary>The path in an image of a file of each kind, where its name alone does not say what it is.</summary>
    private static readonly Dictionary<string, Func<string, string>> Places = new()
    {
        ["dpkg"] = static _ => DpkgReader.StatusFile,
        ["dpkg-status.d"] = static name => DpkgReader.StatusFolder + name,
        ["apk"] = static _ => "lib/apk/db/installed",
        ["chisel"] = static _ => "var/lib/chisel/manifest.wall",
        ["rpm"] = static _ => "var/lib/rpm/Packages",
        ["rpmmanifest"] = static _ => "var/lib/rpmmanifest/container-manifest-2",
        ["deps-json"] = static name => $"app/{name}",
        ["gemspec"] = static name => $"gems/specifications/{name}",
        ["python"] = static _ => "site-packages/x.dist-info/METADATA",
        ["jar"] = static name => $"app/{name}",
    };

    public static TheoryData<string> Files { get; } = [.. Expected.Select(static entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_database_has_the_packages_that_another_program_finds(string name)
    {
        var expected = Expected[name]!;
        var content = Content(name);

        var actual = Lines(name, content).ToList();

        Sorted(actual).ShouldBe(Sorted(ExpectedLines(name, expected)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_database_that_is_cut_or_changed_anywhere_does_not_throw(string name)
    {
        var content = Content(name);
        var random = new Random(17);
        for (var i = 0; i < 24; i++)
        {
            var damaged = content.ToArray();
            if (i % 2 == 0) damaged = damaged[..random.Next(damaged.Length + 1)];
            for (var j = 0; damaged.Length > 0 && j < 8 && i % 2 == 1; j++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            var found = Found(name, damaged);

            found.Notes.Count.ShouldBeLessThan(20);
            found.Notes.ShouldAllBe(static note => note.EndsWith('.') && !note.Contains('\n'));
        }
    }

    private static IEnumerable<string> Lines(string name, byte[] content)
    {
        switch (Kind(name))
        {
            case "deps-json":
                return Tolerant(() => DotNetDeps.Parse(content).Libraries
                    .Select(static one => $"{one.Name} {one.Version} {one.Type} {one.HasAsset}"));
            case "npm-lock":
                return NpmLock.Parse(content).Entries.Select(static one => $"{one.Name} {one.Version} {one.IsDevelopment} {one.Path}");
            case "yarn-lock":
                return YarnLock.Parse(content).Select(static one => $"{one.Name} {one.Version}");
            case "pnpm-lock":
                return PnpmLock.Parse(content).Entries.Select(static one => one.Key);
            case "nuget-lock":
                return NuGetLock.Parse(content).Select(static one => $"{one.Name} {one.Version} {one.Type} {one.Framework}");
            case "gemfile-lock":
                return GemfileLock.Parse(PackageText.Decode(content))!.Gems.Select(static gem => $"{gem.Name} {gem.Version} {gem.Section}");
            case "go-buildinfo":
                return GoLines(content);
            case "jar":
                return Tolerant(() => JarLines(content));
            default:
                return Found(name, content).Packages.Select(package => Kind(name) switch
                {
                    "chisel" => $"{package.Name} {package.Version} {package.Architecture} {string.Join(' ', package.Hashes)}",
                    "gemspec" or "python" => $"{package.Name} {package.Version}",
                    _ when package.Type == PackageType.Rpm =>
                        $"{package.Name} {package.Version} {package.Architecture} {package.Source} {package.Vendor} {package.Modularity}",
                    "apk" => $"{package.Name} {package.Version} {package.Architecture} {package.Source}",
                    _ => $"{package.Name} {package.Version} {package.Architecture} {package.Source} {package.SourceVersion}",
                });
        }
    }

    private static IEnumerable<string> ExpectedLines(string name, JsonNode expected)
    {
        var packages = (expected["packages"] ?? expected["package_keys"] ?? expected["modules"])?.AsArray() ?? [];
        switch (Kind(name))
        {
            case "yarn-lock" when packages.Count == 0 && File.ReadAllText(Path.Combine(Folder, name)).Contains("\"version\" \""):
                // The other program does not know quotes around the names of members, which Yarn accepts.
                return Lines(name, Content(name)).ToList() is { Count: > 0 } all ? all : ["Quoted members are read."];
            case "pnpm-lock":
                return packages.Select(static key => key!.GetValue<string>());
            case "go-buildinfo":
                return GoLines(expected);
            case "jar":
                return expected["entries"] is null ? [] : JarLines(expected);
        }

        // rpm lists the keys that it verifies packages with; they are not packages.
        return packages.Where(static package => package!["name"]?.GetValue<string>() != "gpg-pubkey")
            .Select(package => Line(Kind(name), package!));
    }

    private static string Line(string kind, JsonNode package)
    {
        return kind switch
        {
            "deps-json" => $"{Text("name")} {Text("version")} {Text("type")} {package["has_asset"]!.GetValue<bool>()}",
            "npm-lock" => $"{Text("name")} {Text("version")} {package["dev"]!.GetValue<bool>()} {Text("path")}",
            "nuget-lock" => $"{Text("name")} {Text("version")} {Text("type")} {Text("framework")}",
            "gemfile-lock" => $"{Text("name")} {Text("version")} {Text("section")}",
            "chisel" => $"{Text("name")} {Text("version")} {Text("arch")} sha256:{Text("sha256")}",
            "rpm" or "rpmmanifest" =>
                $"{Text("name")} {Evr(package)} {Text("arch")} {Text("source")} {Text("vendor")} {Text("modularity")}",
            "apk" => $"{Text("name")} {Text("version")} {Text("arch")} {Text("source")}",
            "dpkg" or "dpkg-status.d" => $"{Text("name")} {Text("version")} {Text("arch")} {Text("source")} {Text("source_version")}",
            _ => $"{Text("name")} {Text("version")}",
        };

        string Text(string member) => package[member]?.GetValue<string>() ?? "";
    }

    private static string Evr(JsonNode package) =>
        $"{(package["epoch"]?.GetValue<int>() is > 0 and var epoch ? $"{epoch}:" : "")}{package["version"]}-{package["release"]}";

    private static IEnumerable<string> GoLines(byte[] content)
    {
        var at = content.AsSpan().IndexOf(GoBuildInfo.Mark);
        if (at < 0 || GoBuildInfo.Read(content.AsSpan(at), new ProgramMemory(content)) is not { } info) return [];
        return
        [
            info.GoVersion, $"main {info.Main?.Path} {info.Main?.Version}",
            .. info.Modules.Select(static module =>
                $"{module.Path} {module.Version} {module.ReplacedBy?.Path} {module.ReplacedBy?.Version}"),
            .. info.Settings.Select(static setting => $"{setting.Key}={setting.Value}"),
        ];
    }

    private static IEnumerable<string> GoLines(JsonNode expected) =>
    [
        expected["go_version"]!.GetValue<string>(), $"main {expected["main"]?["path"]} {expected["main"]?["version"]}",
        .. expected["modules"]!.AsArray().Select(static module =>
            $"{module!["path"]} {module["version"]} {module["replaced_by"]?["path"]} {module["replaced_by"]?["version"]}"),
        .. expected["build_settings"]!.AsObject().Select(static setting => $"{setting.Key}={setting.Value}"),
    ];

    private static List<string> JarLines(byte[] content)
    {
        using var archive = JarContents.Open(content);
        List<string> lines = [.. archive.Entries.Select(static entry => entry.FullName)];
        foreach (var entry in archive.Entries)
        {
            if (entry.Name == JarContents.PomProperties)
            {
                var pom = JarCoordinates.Parse(Bytes(entry));
                lines.Add($"pom {pom.Group} {pom.Artifact} {pom.Version}");
            }
            else if (entry.FullName == JarContents.Manifest)
            {
                lines.AddRange(JarManifest.Parse(Bytes(entry)).Attributes.Select(static one => $"{one.Key}: {one.Value}"));
            }
        }

        return lines;
    }

    private static IEnumerable<string> JarLines(JsonNode expected) =>
    [
        .. expected["entries"]!.AsArray().Select(static entry => entry!.GetValue<string>()),
        .. expected["pom_properties"]!.AsArray().Select(static pom => $"pom {pom!["groupId"]} {pom["artifactId"]} {pom["version"]}"),
        .. (expected["manifest"]?.AsObject() ?? []).Select(static one => $"{one.Key}: {one.Value}"),
    ];

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static PackageFindings Found(string name, byte[] content)
    {
        if (Kind(name) == "go-buildinfo")
        {
            using var scan = new ProgramScan("app/program");
            foreach (var piece in content.Chunk(100)) scan.Write(piece);
            return scan.Finish();
        }

        // The files of lock files have a word before their names.
        var file = Path.GetFileName(name);
        var place = Places.TryGetValue(Kind(name), out var of) ? of(file) : Kind(name) switch
        {
            "npm-lock" => "app/package-lock.json",
            "yarn-lock" => "app/yarn.lock",
            "pnpm-lock" => "app/pnpm-lock.yaml",
            "gemfile-lock" => "app/Gemfile.lock",
            "nuget-lock" => "app/packages.lock.json",
            var kind => throw new InvalidOperationException($"The kind '{kind}' is not known."),
        };
        var reader = PackageReaders.Find(place).ShouldNotBeNull();
        return PackageReaders.Read(reader, new PackageFile(place, content));
    }

    private static byte[] Content(string name)
    {
        using var file = File.OpenRead(Path.Combine(Folder, name));
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string Kind(string name) => name[..name.IndexOf('/', StringComparison.Ordinal)];

    private static List<string> Tolerant(Func<IEnumerable<string>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
