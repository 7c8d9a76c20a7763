using System.Text;
using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Tests.Unit.Pinning;

public class LockFileTests
{
    internal const string A = "sha256:72dd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0";
    internal const string B = "sha256:f1126d438ccc359f51cc6d4701a8deae513856cf10f5fe645d29ea6403dcac6b";

    internal static ResolvedImage Image(
        string digest, ImageFacts? config = null, params (string Platform, string Digest)[] platforms) => new(
        ImageDigest.Parse(digest),
        "application/vnd.oci.image.index.v1+json",
        platforms.ToDictionary(p => p.Platform, p => ImageDigest.Parse(p.Digest)),
        config);

    private static LockFile LockFileOf(params (string Key, ResolvedImage Image)[] images) =>
        LockFile.Empty.With(images.ToDictionary(i => i.Key, i => i.Image), replace: true);

    private static string Write(LockFile lockFile, string newLine = "\n") =>
        Encoding.UTF8.GetString(LockFileWriter.Write(lockFile, newLine));

    private static LockFile Read(string text) => LockFileReader.Read("/repo/containerguard.lock.json", Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_file_is_sorted_indented_and_ends_with_a_line_end()
    {
        var facts = new ImageFacts { User = "1654", ExposedPorts = ["8080/tcp"], Environment = ["APP_UID", "PATH"],
            Created = "2026-08-11T10:20:30Z", HasHealthCheck = true };

        Write(LockFileOf(
            ("node:24", Image(B)),
            ("mcr.microsoft.com/dotnet/sdk:10.0", Image(A, facts, ("linux/arm64", B), ("linux/amd64", A))))).ShouldBe($$"""
            {
              "$schema": "https://raw.githubusercontent.com/containerguard/containerguard/main/docs/containerguard.lock.schema.json",
              "version": 1,
              "images": {
                "mcr.microsoft.com/dotnet/sdk:10.0": {
                  "digest": "{{A}}",
                  "mediaType": "application/vnd.oci.image.index.v1+json",
                  "platforms": {
                    "linux/amd64": "{{A}}",
                    "linux/arm64": "{{B}}"
                  },
                  "config": {
                    "user": "1654",
                    "exposedPorts": [
                      "8080/tcp"
                    ],
                    "environment": [
                      "APP_UID",
                      "PATH"
                    ],
                    "healthCheck": true,
                    "created": "2026-08-11T10:20:30Z"
                  }
                },
                "node:24": {
                  "digest": "{{B}}",
                  "mediaType": "application/vnd.oci.image.index.v1+json"
                }
              }
            }

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_is_written_reads_back_as_it_was()
    {
        var facts = new ImageFacts
        {
            User = "app:app",
            ExposedPorts = ["443/tcp", "8080/tcp"],
            Environment = ["PATH"],
            Entrypoint = ["/bin/sh", "-c", "echo \"<é>\" && exit"],
            Command = ["a", ""],
            WorkingDirectory = "/app",
            HasHealthCheck = true,
            Labels = new Dictionary<string, string> { ["org.opencontainers.image.version"] = "24.04", ["a"] = "" },
            HasShell = false,
            System = new SystemRelease("ubuntu", "24.04", ["debian"]),
            Created = "2026-08-11T10:20:30Z",
        };
        var text = Write(LockFileOf(
            ("node:24", Image(A, facts, ("linux/amd64", B))), ("node@" + B, Image(B)), ("alpine:3.24", Image(B, new ImageFacts()))));

        Write(Read(text)).ShouldBe(text);
        Read(text).Images["node:24"].Config!.Entrypoint.ShouldBe(facts.Entrypoint);
        Read(text).Images["node:24"].Config!.Labels["org.opencontainers.image.version"].ShouldBe("24.04");
        Read(text).Images["node:24"].Config!.HasShell.ShouldBe(false);
        Read(text).Images["node:24"].Config!.System!.IsLike("debian").ShouldBeTrue();
        Read(text).Images["alpine:3.24"].Config!.HasShell.ShouldBeNull();
        Read(text).Images["node@" + B].Config.ShouldBeNull();
        Read(text).Images["alpine:3.24"].Config!.User.ShouldBe("");
    }

    [Fact]
    public void A_hand_written_entry_needs_no_more_than_its_digest() =>
        Read($$"""{"version":1,"images":{"node:24":{"digest":"{{A}}"} } }""").Images["node:24"].Digest.ToString().ShouldBe(A);

    [Fact]
    public void Comments_trailing_commas_byte_order_marks_and_unknown_properties_do_no_harm() =>
        Read($$"""
            {{'\uFEFF'}}{
              // by hand
              "version": 1, "note": {"a": [1, 2]},
              "images": { "node:24": { "digest": "{{A}}", "signature": null, "config": { "labels": {} }, }, },
            }
            """.TrimStart(' ')).Images.Count.ShouldBe(1);

    [Theory]
    [InlineData("", 1, 1, "is empty")]
    [InlineData("  \n", 2, 1, "is empty")]
    [InlineData("{\n  \"version\": 1,\n  \"images\": {\n    oops\n  }\n}", 4, 5, "not valid JSON")]
    [InlineData("{\n  \"version\": 1,\n  \"images\": {", 3, 14, "not valid JSON")]
    [InlineData("{ \"version\": 1, \"images\": {} } trailing", 1, 32, "not valid JSON")]
    [InlineData("[]", 1, 1, "an object is expected")]
    [InlineData("{ \"images\": {} }", 1, 1, "has no \"version\"")]
    [InlineData("{ \"version\": \"1\" }", 1, 14, "not a number from 1")]
    [InlineData("{ \"version\": 0 }", 1, 14, "not a number from 1")]
    [InlineData("{\n  \"version\": 2,\n  \"pins\": []\n}", 2, 14, "format 2")]
    [InlineData(
        "{\n \"version\": 1,\n \"images\": {\n  \"Node\": {}\n }\n}", 4, 11,
        "'Node' is not an image reference: the repository 'Node' must be in lower case")]
    [InlineData("{\n \"version\": 1,\n \"images\": {\n  \"node\": {}\n }\n}", 4, 11, "not the short form of the image's name")]
    [InlineData("{\n \"version\": 1,\n \"images\": {\n  \"node:24\": {}\n }\n}", 4, 14, "has no \"digest\"")]
    [InlineData("{\n \"version\": 1,\n \"im\\ud800ages\": {}\n}", 3, 2, "not Unicode")]
    [InlineData("{\n \"version\": 1,\n \"images\": {\n  \"node:24\": 1\n }\n}", 4, 14, "an object is expected")]
    [InlineData(
        "{\n \"version\": 1,\n \"images\": {\n  \"node:24\": { \"digest\": \"sha256:abc\" }\n }\n}", 4, 26, "64 hexadecimal digits")]
    [InlineData("{\n \"version\": 1,\n \"images\": {\n  \"node:24\": { \"platforms\": { \"é\": \"x\" } }\n }\n}", 4, 36, "no algorithm")]
    public void A_fault_has_its_place_a_reason_and_a_remedy(string text, int line, int column, string words)
    {
        var error = Should.Throw<LockFileException>(() => Read(text)).Error;

        error.Message.ShouldContain(words);
        (error.Line, error.Column).ShouldBe((line, column));
        error.Kind.ShouldBe(words == "format 2" ? LockFileProblemKind.Newer : LockFileProblemKind.Malformed);
        error.Remedy.ShouldEndWith(".");
    }

    [Fact]
    public void The_markers_of_an_unfinished_merge_are_told_from_other_faults()
    {
        var error = Should.Throw<LockFileException>(() => Read("{\n  \"version\": 1,\n<<<<<<< HEAD\n=======\n>>>>>>> branch\n}")).Error;

        (error.Line, error.Column).ShouldBe((3, 1));
        error.Message.ShouldContain("unfinished merge");
    }

    [Fact]
    public void An_entry_that_a_merge_doubled_is_found()
    {
        var entry = $"\"node:24\": {{ \"digest\": \"{A}\" }}";

        Should.Throw<LockFileException>(() => Read($"{{\"version\":1,\"images\":{{{entry},{entry}}}}}")).Message
            .ShouldBe("'node:24' has two entries");
    }

    [Fact]
    public void Any_damage_to_a_file_is_a_fault_or_still_a_file()
    {
        var bytes = LockFileWriter.Write(LockFileOf(("node:24", Image(A, new ImageFacts(), ("linux/amd64", B)))), "\n");
        var random = new Random(42);
        for (var i = 0; i < 5_000; i++)
        {
            var damaged = bytes.AsSpan(0, random.Next(bytes.Length + 1)).ToArray();
            for (var j = random.Next(3); j > 0 && damaged.Length > 0; j--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                LockFileReader.Read("/x", damaged);
            }
            catch (LockFileException exception)
            {
                exception.Error.Line.ShouldBeGreaterThan(0);
            }
        }
    }

    [Fact]
    public void A_reference_finds_its_entry_however_it_is_written()
    {
        var lockFile = LockFileOf(("node:24", Image(A)), ("node:latest", Image(B)));

        lockFile.Find(ImageReference.Parse("docker.io/library/node:24"))!.Digest.ToString().ShouldBe(A);
        lockFile.Find(ImageReference.Parse("node:24@" + B))!.Digest.ToString().ShouldBe(A);
        lockFile.Find(ImageReference.Parse("node"))!.Digest.ToString().ShouldBe(B);
        lockFile.Find(ImageReference.Parse("node@" + A)).ShouldBeNull();
    }
}
