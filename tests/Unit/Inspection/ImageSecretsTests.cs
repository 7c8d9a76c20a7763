using System.IO.Compression;
using System.Text;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>Secrets of many kinds are found in every place of an image, and their values are never kept.</summary>
public sealed class ImageSecretsTests
{
    private const string Random = "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wXyZ2aB3c";

    /// <summary>Put together here, so that no scanner of this repository reports them.</summary>
    public static TheoryData<string> Secrets { get; } =
    [
        "AKIA" + "Q7RZP2LMX4VTC6WB",
        "ghp_" + Random[..36],
        "github_pat_" + "11ABCDEFG0" + Random + "_" + Random,
        "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
        "xoxb-" + "123456789012-123456789012-aBcDeFgHiJkL",
        "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
        "npm_" + Random[..36],
        "oy2" + Random.ToLowerInvariant(),
        "pypi-AgEI" + Random + Random[..20],
        "dckr_pat_" + Random[..30],
        "dop_v1_" + "0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c1d2e3f4a5b6c7d8e9f0a1b",
        "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
        "hf_" + Random[..34],
        "sk-ant-" + Random,
        "sk-proj-" + Random,
        "shpat_" + "0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d",
        "SG." + Random[..22] + "." + Random[..43],
        "0123abcd4567ef89" + "0a1b2c3d4e5f6a7b-us12",
        "amzn.mws." + "4ea38b7b-f563-7709-4bae-87aea37c1bd0",
        "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiJzaG9wIiwiaWF0IjoxNzYzODAwMDAwfQ." + Random,
        "https://builder:" + "s3cr3t-of-builder@git.corp.net/x",
        "-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA0aB1cD2eF3gH4iJ5kL6mN7oP8qR9",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_found_in_the_environment(string secret) =>
        Codes($"FROM debian:13\n  dir /etc\nENV SETTING=\"{secret}\"\nUSER 1\n", secret).ShouldContain("CG8007");

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_found_in_the_history(string secret) =>
        Codes($"FROM debian:13\n  dir /etc\nRUN deploy '{secret}' now\n  file /x\nUSER 1\n", secret).ShouldContain("CG8007");

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_document_with_a_secret_is_not_kept(string secret)
    {
        Documents(secret).ShouldAllBe(static document => !ConfigurationSecrets.AreAbsentFrom(Encoding.UTF8.GetBytes(document)));
        Documents("hello").ShouldAllBe(static document => ConfigurationSecrets.AreAbsentFrom(Encoding.UTF8.GetBytes(document)));

        // JSON may write any character as a number.
        static string[] Documents(string text) => [.. Configurations(text), .. Configurations($"\\u{(int)text[0]:x4}{text[1..]}")];

        static string[] Configurations(string text) =>
        [
            $$$$"""{"config":{"Env":["SETTING={{{{text}}}}"]}}""", $$$$"""{"config":{"Labels":{"a":"{{{{text}}}}"}}}""",
            $$"""{"history":[{"created_by":"RUN deploy '{{text}}' now"}]}""", $$$"""{"annotations":{"a":"{{{text}}}"}}""",
        ];
    }

    [Theory]
    [InlineData("""{"config":{"Env":["PATH=/bin","DB_PASSWORD=hunter2-of-shop"]}}""", false)]
    [InlineData("""{"history":[{"created_by":"|1 NPM_TOKEN=s3cr3t-of-shop /bin/sh -c npm ci"}]}""", false)]
    [InlineData("""{"history":[{"created_by":"ARG API_KEY=s3cr3t-of-shop"}]}""", false)]
    [InlineData("""{"history":[{"created_by":"RUN deploy --api-key=s3cr3t-of-shop"}]}""", false)]
    [InlineData("""{"config":{"Env":["PATH=/bin","DB_PASSWORD="]},"history":[{"created_by":"ARG API_KEY"}]}""", true)]
    [InlineData("{", false)]
    public void A_document_is_kept_if_no_name_in_it_is_that_of_a_secret(string document, bool expected) =>
        ConfigurationSecrets.AreAbsentFrom(Encoding.UTF8.GetBytes(document)).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_found_in_a_file(string secret) =>
        Codes($"FROM debian:13\n  dir /etc\nCOPY . /app\n  file /app/settings text=a\\nkey={secret}\\n\nUSER 1\n", secret)
            .ShouldContain("CG8008");

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_found_in_a_file_that_a_later_layer_deletes(string secret) =>
        Codes(
            $"FROM debian:13\n  dir /etc\nCOPY . /app\n  file /app/settings text=key={secret}\\n\nRUN rm /app/settings\n"
                + "  delete /app/settings\nUSER 1\n",
            secret).ShouldContain("CG8008");

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_is_found_in_an_archive_of_a_layer(string secret)
    {
        foreach (var (name, content) in Archives(Encoding.UTF8.GetBytes($"first\nkey={secret.Replace("\\n", "\n",
            StringComparison.Ordinal)}\n")))
        {
            var note = SecretNote.Read(Read($"app/{name}", content).ShouldNotBeNull(name)).ShouldHaveSingleItem(name);

            note.Line.ShouldBe(2);
            note.Member.ShouldEndWith(name == "settings.gz" ? "" : "settings");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024 - 10)]
    [InlineData(64 * 1024 + 300)]
    [InlineData(200_000)]
    public void A_secret_is_found_wherever_a_piece_of_the_file_ends(int before)
    {
        var secret = "ghp_" + Random[..36];
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("line of text\n", before / 13)) + new string(' ', before % 13)
            + secret + " " + string.Concat(Enumerable.Repeat("more\n", 20_000)));
        foreach (var size in (int[])[7, 4096, 70_000, content.Length])
        {
            var sink = new SecretReader().Open(Entry("app/x", content.Length))!;
            for (var at = 0; at < content.Length; at += size) sink.Write(content.AsSpan(at, Math.Min(size, content.Length - at)));

            var note = SecretNote.Read(sink.Finish().ShouldNotBeNull()).ShouldHaveSingleItem();
            note.Line.ShouldBe(1 + before / 13);
            note.Length.ShouldBe(secret.Length);
        }
    }

    [Theory]
    [InlineData("usr/share/doc/x/README.md")]
    [InlineData("app/node_modules/jwt/test/keys.js")]
    [InlineData("usr/lib/python3/dist-packages/x/tests/key.py")]
    [InlineData("usr/share/doc/openssl/example.key")]
    public void Documentation_and_test_data_are_left_out(string path) => new SecretReader().Open(Entry(path, 100)).ShouldBeNull();

    [Theory]
    [InlineData("app/tests.json")]
    [InlineData("app/test/config.json")]
    [InlineData("app/node_modules/x/index.js")]
    public void Other_files_are_read(string path) => new SecretReader().Open(Entry(path, 100)).ShouldNotBeNull();

    [Theory]
    [InlineData("app/node_modules/next/dist/server.js")]
    [InlineData("usr/lib/python3.13/site-packages/moto/ca.key")]
    [InlineData("root/.nuget/packages/x/1.0.0/lib/x.xml")]
    public void Passwords_keys_and_web_tokens_of_published_packages_are_examples_but_other_tokens_are_not(string path)
    {
        Read(path, Encoding.UTF8.GetBytes("new URL('https://builder:s3cr3t-of-builder@git.corp.net/x')")).ShouldBeNull();
        Read(path, Encoding.UTF8.GetBytes($"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA{Random}")).ShouldBeNull();
        Read(path, Encoding.UTF8.GetBytes($">>> jwt.decode('eyJ{Random}.eyJ{Random}.{Random}')")).ShouldBeNull();
        Read("app/config.json", Encoding.UTF8.GetBytes($"token=eyJ{Random}.eyJ{Random}.{Random}\n")).ShouldNotBeNull();
        SecretNote.Read(Read(path, Encoding.UTF8.GetBytes($"token=ghp_{Random[..36]}\n")).ShouldNotBeNull()).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_file_of_a_package_is_not_reported() =>
        Codes(
            """
            FROM debian:13
              dir /etc
            RUN apt-get install -y x
              file /usr/bin/x text=#!/bin/sh\nkey=AKIAQ7RZP2LMX4VTC6WB\n
              file /var/lib/dpkg/info/x.list text=/.\n/usr\n/usr/bin\n/usr/bin/x\n
            USER 1
            """, "").ShouldNotContain("CG8008");

    private static IEnumerable<(string Name, byte[] Content)> Archives(byte[] content)
    {
        yield return ("app.tar", new TarBuilder().File("settings", content).Build());
        yield return ("app.tgz", TarBuilder.Gzip(new TarBuilder().File("settings", content).Build()));
        yield return ("app.tar.zst", TarBuilder.Zstd(new TarBuilder().File("settings", content).Build()));
        yield return ("settings.gz", TarBuilder.Gzip(content));
        var jar = Zip("settings", content);
        yield return ("app.jar", jar);
        yield return ("app.war", Zip("WEB-INF/lib/a.jar", jar));
    }

    private static byte[] Zip(string name, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }

        return stream.ToArray();
    }

    private static byte[]? Read(string path, byte[] content)
    {
        var sink = new SecretReader().Open(Entry(path, content.Length))!;
        sink.Write(content);
        return sink.Finish();
    }

    private static LayerEntry Entry(string path, long size) => new() { Path = path, Size = size };

    private static IReadOnlyList<string> Codes(string text, string secret)
    {
        var source = ImageText.Parse(text);
        var image = source.Build();
        var findings = ImageRuleRunner.Run(
            new ImageAnalysis(image, new ImageInputs { Name = "app", Today = new DateOnly(2026, 11, 22), Base = source.Base(image) }),
            "app.csproj", [], new SeverityPolicy(Level.All));
        if (secret.Length > 0)
        {
            findings.ShouldAllBe(finding => !finding.Message.Contains(secret, StringComparison.Ordinal));
            findings.ShouldAllBe(finding => finding.Image!.Instruction == null
                || !finding.Image.Instruction.Contains(secret, StringComparison.Ordinal));
        }

        return [.. findings.Select(static finding => finding.Rule.Id)];
    }
}
