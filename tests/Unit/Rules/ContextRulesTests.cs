using ContainerGuard.Analysis;
using ContainerGuard.Checking;
using ContainerGuard.Context;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>What the rules of the context say, where, and how often they look.</summary>
public sealed class ContextRulesTests
{
    [Fact]
    public void No_rule_looks_at_the_context_of_a_file_that_copies_nothing_from_it()
    {
        var files = new MemoryFileSystem(("/repo/.env", "A=b"), ("/repo/src/app.js", ""));

        Check.Findings(
            "FROM node:24 AS build\nRUN npm ci\nCOPY --from=build /a /b\nCOPY <<EOF /c\ntext\nEOF\nADD https://example.com/a.txt /a\n",
            FactsOf(files, "gone\n!app"));

        files.Lists.ShouldBeEmpty();
        files.Reads.ShouldBeEmpty();
    }

    [Fact]
    public void Rules_and_files_share_one_walk()
    {
        var files = new MemoryFileSystem(("/repo/package.json", ""), ("/repo/src/app.js", ""), ("/repo/node_modules/a/index.js", ""));
        var facts = FactsOf(files, "gone");

        for (var file = 0; file < 3; file++) Check.Findings("FROM node:24\nCOPY . .\nCOPY missing.js .\nRUN npm ci\n", facts);

        files.Lists.Count(path => path == "/repo").ShouldBe(1);
        files.Lists.Count(path => path == "/repo/src").ShouldBe(1);
    }

    [Fact]
    public void A_link_out_of_the_context_is_there_and_leads_nowhere()
    {
        var files = new MemoryFileSystem(("/repo/secrets", MemoryFileSystem.Link), ("/repo/Dockerfile", ""));

        Check.Findings("FROM alpine:3.24\nCOPY secrets /a\nCOPY secrets/id_rsa.pub /b\n", "CG4012", FactsOf(files, ".git")).ShouldBeEmpty();

        files.Lists.ShouldBe(["/repo"]);
    }

    [Fact]
    public void A_finding_in_the_ignore_file_names_that_file_and_its_place()
    {
        var finding = Check.Finding(
            "FROM alpine:3.24\nCOPY . /a\n", "CG4010",
            FactsOf(new MemoryFileSystem(("/repo/sources/a", "")), "\uFEFF# first\r\n  surces \r\n"));

        finding.File.ShouldBe(".dockerignore");
        (finding.Start!.Value.Line, finding.Start.Value.Column, finding.End!.Value.Column).ShouldBe((2, 3, 9));
        finding.Instruction.ShouldBeNull();
        finding.Message.ShouldContain("Did you mean 'sources'?");
    }

    [Theory]
    [InlineData("# containerguard ignore=CG4010: comes with the next release\ngone", "comes with the next release")]
    [InlineData("# containerguard ignore=CG4010: not for this\n\ngone", null)]
    [InlineData("# containerguard ignore=CG4011: another\ngone", null)]
    public void A_comment_in_the_ignore_file_silences_the_line_below(string ignore, string? reason) =>
        Check.Finding("FROM alpine:3.24\nCOPY . /a\n", "CG4010", FactsOf(new MemoryFileSystem(("/repo/a", "")), ignore)).Suppression
            .ShouldBe(reason);

    [Fact]
    public void A_comment_in_the_Dockerfile_silences_it_for_the_whole_file() =>
        Check.Finding("# containerguard ignore-file=CG4010: a\nFROM alpine:3.24\nCOPY . /a\n", "CG4010", FactsOf(
            new MemoryFileSystem(("/repo/a", "")), "gone")).Suppression.ShouldBe("a");

    /// <summary>One wrong property caused 14 findings, one for each source.</summary>
    [Theory]
    [InlineData("/repo", "The folder of the Dockerfile contains them")]
    [InlineData("/repo/other", "The folder of the Dockerfile contains them")]
    public void A_setting_that_names_a_wrong_context_is_one_finding(string context, string remedy)
    {
        string[] names = [.. Enumerable.Range(0, 14).Select(static number => $"file{number}.json")];
        var files = new MemoryFileSystem(
            [.. names.Select(static name => ($"/repo/api/{name}", "")), ("/repo/.git", ""), ("/repo/other/a.txt", "")]);
        var contexts = new BuildContexts(files, context, "DockerfileContext");
        var facts = DockerfileFacts.Of("/repo/api/Dockerfile", Check.Facts, contexts, static () => []);
        var text = $"FROM alpine:3.24\n{string.Concat(names.Select(static name => $"COPY {name} /app/\n"))}";

        var finding = Check.Finding(text, "CG4012", facts);

        finding.Message.ShouldStartWith("None of the 14 sources of COPY and ADD is in the build context ");
        finding.Message.ShouldContain($"which DockerfileContext names. {remedy}");
        var right = new BuildContexts(files, "/repo/api", "DockerfileContext");
        Check.Findings(text, "CG4012", DockerfileFacts.Of("/repo/api/Dockerfile", Check.Facts, right, static () => [])).ShouldBeEmpty();
    }

    [Fact]
    public void A_context_of_a_compose_file_is_named_by_that_file()
    {
        var files = new MemoryFileSystem(
            ("/repo/.git", ""), ("/repo/Shop.sln", ""), ("/repo/api/Shop.csproj", ""), ("/repo/api/Dockerfile", ""),
            ("/repo/compose.yaml", "services:\n  api:\n    build: ./api\n"));
        var facts = DockerfileFacts.Of("/repo/api/Dockerfile", Check.Facts, new BuildContexts(files, "/repo"), static () => []);

        Check.Finding("FROM alpine:3.24\nCOPY Shop.sln /a/\nCOPY api/Shop.csproj /a/\n", "CG4012", facts).Message.ShouldBe(
            "None of the 2 sources of COPY and ADD is in the build context 'api', which compose.yaml names. "
                + "The folder '..', relative to the Dockerfile, contains them. Correct compose.yaml.");
    }

    [Theory]
    [InlineData("COPY packge.json .", nameof(Severity.Error), "Did you mean 'package.json'?")]
    [InlineData("COPY index.html .", nameof(Severity.Error), "Did you mean 'web/index.html'?")]
    [InlineData("COPY nothing.json .", nameof(Severity.Error), "Correct the path, or create the file")]
    [InlineData("COPY server .", nameof(Severity.Warning), "Correct the path, or create the file")]
    [InlineData("COPY *.rb .", nameof(Severity.Warning), "matches nothing in the build context")]
    public void A_missing_file_weighs_what_is_certain_of_it(string copy, string severity, string text)
    {
        var files = new MemoryFileSystem(("/repo/package.json", ""), ("/repo/web/index.html", ""));

        var finding = Check.Finding($"FROM alpine:3.24\n{copy}\n", "CG4012", FactsOf(files, ".git"));

        finding.Severity.ToString().ShouldBe(severity);
        finding.Message.ShouldContain(text);
    }

    [Fact]
    public void The_lines_to_add_are_named()
    {
        var files = new MemoryFileSystem(
            ("/repo/a.csproj", ""), ("/repo/bin/a", ""), ("/repo/web/package.json", ""), ("/repo/web/node_modules/a", ""),
            ("/repo/node_modules/a", ""), ("/repo/.vs/a", ""));

        Check.Finding("FROM alpine:3.24\nCOPY . .\n", "CG4013", FactsOf(files, ".git")).Message
            .ShouldContain("Add to the ignore file: **/node_modules, .vs and bin.");
    }

    [Fact]
    public void A_context_that_was_not_measured_to_its_end_is_larger_than_what_was_seen()
    {
        var files = new MemoryFileSystem(("/repo/a", ""), ("/repo/b", ""));
        files.Lengths["/repo/a"] = 2_500_000_000;
        var facts = FactsOf(files, ".git") with
        {
            Context = new BuildContext(files, "/repo", IgnoreFile.Empty, new BuildContextLimits(Entries: 1)),
        };

        Check.Finding("FROM alpine:3.24\nCOPY . .\n", "CG4014", facts).Message.ShouldContain("copies more than 2.5 GB");
    }

    [Fact]
    public void Without_an_ignore_file_one_finding_names_all_that_it_would_exclude()
    {
        var finding = Reported("").ShouldHaveSingleItem();

        finding.Rule.Id.ShouldBe("CG4003");
        finding.Message.ShouldBe(
            "COPY . copies the whole context (150 MB: 'dump.sql' (150 MB)), including 'web/node_modules' (installed packages), "
                + "without a .dockerignore file. Add one with .git, .env*, "
                + "**/node_modules and the large files that the build does not need.");
        finding.Fix![0].NewText.ShouldBe(".git\n**/.vs\n**/.vscode\n**/.idea\n**/node_modules\n");
    }

    [Fact]
    public void With_that_rule_off_the_others_report() =>
        Reported("CG4003").Select(static finding => finding.Rule.Id).ShouldBe(["CG4004", "CG4013", "CG4014"]);

    [Fact]
    public void A_key_that_is_in_the_context_is_reported_once() =>
        Check.Findings("FROM alpine:3.24\nCOPY id_rsa /a\n", FactsOf(new MemoryFileSystem(("/repo/id_rsa", "")), ""))
            .Select(static finding => finding.Rule.Id)
            .Where(static id => id is "CG4004" or "CG4005").ShouldBe(["CG4004"]);

    /// <summary>What the rules of the context report of a copied repository that has no ignore file.</summary>
    private static IEnumerable<Diagnostic> Reported(string off)
    {
        var files = new MemoryFileSystem(
            ("/repo/package.json", ""), ("/repo/dump.sql", ""), ("/repo/.git/config", ""), ("/repo/web/node_modules/a", ""));
        files.Lengths["/repo/dump.sql"] = 150_000_000;
        var facts = Check.Facts with { Context = new BuildContext(files, "/repo", ignoreFile: null), IsContextCertain = true };
        return Check.Findings("FROM node:24\nCOPY . .\nRUN npm ci\n", facts, new SeverityPolicy(Level.All, noWarn: off))
            .Where(static finding => finding.Rule.Id.StartsWith("CG4", StringComparison.Ordinal));
    }

    private static FileFacts FactsOf(MemoryFileSystem files, string ignore) =>
        Check.Facts with { Context = new BuildContext(files, "/repo", IgnoreFile.Parse(ignore)), IsContextCertain = true };
}
