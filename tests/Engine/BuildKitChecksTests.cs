using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// The same files by the engine's own <c>docker build --call=check</c> and by our rules: what is refused, and each check's lines. The files
/// stand on scratch, so that no base image has a say; the unit tests compare thousands more with recorded verdicts. The engine's BuildKit
/// is older than the one that those are of: to it CopyIgnoredFile is an experimental check, and a comment above an instruction says
/// nothing.
/// </summary>
public sealed class BuildKitChecksTests(DockerEngine engine) : EngineTest(engine)
{
    private const string IgnoreFile = "secret.txt\nout/\n";

    [Theory]
    [InlineData("FROM scratch AS Base\nenv A=b\nLABEL a=b\nCMD [\"a\"]\n")]
    [InlineData("FROM scratch as base\nfrom scratch AS base\nFROM scratch AS scratch\n")]
    [InlineData("FROM scratch\nCOPY a \\\n\n  # note\n\n  /b\nENV A b\nLABEL x y z\n")]
    [InlineData("FROM scratch\nMAINTAINER somebody\nWORKDIR rel\nWORKDIR other\nCMD a b\nCMD [\"c\"]\nENTRYPOINT run $X\n")]
    [InlineData("FROM scratch AS a\nWORKDIR /x\nSHELL [\"/x\", \"-c\"]\nFROM a\nWORKDIR y\nCMD go\nHEALTHCHECK NONE\nHEALTHCHECK CMD x\n")]
    [InlineData("ARG T=scratch\nFROM ${T}${U:-} AS a\nARG A=1 B\nENV C=$A D=$B E=$C \\\n  F=${G:-x} PATH=$PATH:/x\nUSER $H\nCOPY $I /$A\n")]
    [InlineData(
        "FROM scratch\nCOPY <<EOF <<-'END' /x/\n$A ${B}\nEOF\n\t$C\n\tEND\nADD --chown=$D:0 a /b\nVOLUME /$E\nSTOPSIGNAL ${F:-SIGTERM}\n")]
    [InlineData("FROM --platform=$TARGETPLATFORM scratch AS a\nFROM --platform=linux/arm64 scratch AS b\n"
        + "FROM --platform=linux/arm64 scratch AS c-arm64\n")]
    [InlineData("FROM scratch\nEXPOSE 80/TCP 81/udp\nEXPOSE 127.0.0.1:80:80 8000-8010\n")]
    [InlineData("FROM scratch\nARG API_KEY\nENV DB_PASSWORD=x TOKEN_FILE=/x PUBLIC_KEY=y auth=z\n")]
    [InlineData("# check=experimental=CopyIgnoredFile\nFROM scratch\nCOPY secret.txt ./out/a b* /x/\nADD out /y\n")]
    [InlineData("FROM scratch AS Tools\nFROM Tools\n")]
    [InlineData("FROM scratch AS Tools\nFROM tools\nCOPY --from=TOOLS /a /b\n")]
    [InlineData("# check=skip=LegacyKeyValueFormat,StageNameCasing\nFROM scratch AS A\nENV a b\nCMD x\n")]
    [InlineData(
        "# check=experimental=InvalidDefinitionDescription\n# what\nARG A\nFROM scratch AS b\n# b is it\nARG C\n# other words\nARG D E\n")]
    [InlineData("# escape=`\nFROM scratch\nENV A=C:\\x`\n B=$C\nCMD a `\n  b\n")]
    [InlineData("# check=error=true\nFROM scratch\nENV a b\n")]
    [InlineData("FROM scratch\nRUN --mount=type=cahce,target=/x a\n")]
    [InlineData("FROM scratch\nCOPY a\n")]
    [InlineData("FROM scratch\nRUN <<EOF\na\n")]
    [InlineData("FROM scratch AS a\nCOPY --from=b x y\nFROM scratch AS b\n")]
    [InlineData("RUN a\nFROM scratch\n")]
    [InlineData("FROM scratch\nEXPOSE 70000\n")]
    public async Task A_file_is_judged_as_the_engine_judges_it(string text)
    {
        using var folder = new TemporaryDirectory();
        var dockerfile = folder.Combine("Dockerfile");
        await File.WriteAllTextAsync(dockerfile, text, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine(".dockerignore"), IgnoreFile, TestContext.Current.CancellationToken);

        var answer = await Engine.Docker(folder.Path, "build", "--call=check,format=json", "--file", dockerfile, folder.Path);
        using var verdict = JsonDocument.Parse(answer.StandardOutput);
        var expected = verdict.RootElement.TryGetProperty("warnings", out var warnings) && warnings.ValueKind == JsonValueKind.Array
            ? warnings.EnumerateArray().Select(warning => (warning.GetProperty("ruleName").GetString()!, LineOf(warning))).ToHashSet()
            : [];
        var refusal = verdict.RootElement.TryGetProperty("buildError", out var error) ? error.GetProperty("message").GetString() : null;

        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 25),
            Context = new BuildContexts(PhysicalFileSystem.Instance, folder.Path).Of(dockerfile),
        };
        var findings = RuleRunner.Run(SourceText.From(text, "Dockerfile"), facts, new SeverityPolicy(Level.All));
        findings.Any(finding => finding.IsRefusedByBuildKit).ShouldBe(refusal is not null, refusal);

        var found = findings.Where(finding => finding.Suppression is null && finding.Rule.BuildKitCheck is not null)
            .Select(finding => (finding.Rule.BuildKitCheck!, finding.Start!.Value.Line)).ToHashSet();
        found.Order().ShouldBe(expected.Order());
    }

    private static int LineOf(JsonElement warning) =>
        warning.GetProperty("location").GetProperty("ranges")[0].GetProperty("start").GetProperty("line").GetInt32();
}
