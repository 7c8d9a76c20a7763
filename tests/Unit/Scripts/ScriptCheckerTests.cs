using ContainerGuard.Rules;
using ContainerGuard.Scripts;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Dockerfile;
using Check = ContainerGuard.Tests.Unit.Rules.Check;

namespace ContainerGuard.Tests.Unit.Scripts;

/// <summary>From the scripts of many files to the findings of each, with a ShellCheck that finds whatever it is told to.</summary>
public class ScriptCheckerTests
{
    [Fact]
    public void All_files_are_one_question_and_a_script_is_in_it_once()
    {
        var fake = new Fake(new ShellCheckComment(2, 1, 2, 2, "warning", 2154, "x"));
        var checker = new ScriptChecker(fake);

        var faults = checker.Check([Scripts("RUN a\nRUN b"), [], Scripts("RUN b")], TestContext.Current.CancellationToken);

        fake.Questions.ShouldHaveSingleItem().ShouldBe(["#!/bin/sh\na\n", "#!/bin/sh\nb\n"]);
        faults.Select(found => found.Select(fault => fault.Span.Start)).ShouldBe([[11, 17], [], [11]]);
    }

    [Fact]
    public void Nothing_is_asked_where_there_is_no_script()
    {
        var fake = new Fake();

        new ScriptChecker(fake).Check([[], Scripts("RUN [\"a\"]")], TestContext.Current.CancellationToken).ShouldBe([[], []]);

        fake.Questions.ShouldBeEmpty();
    }

    [Fact]
    public void Who_has_failed_is_not_asked_again()
    {
        var fake = new Fake { Failure = "It sleeps." };
        var checker = new ScriptChecker(fake);

        checker.Check([Scripts("RUN a")], TestContext.Current.CancellationToken);
        checker.Check([Scripts("RUN b")], TestContext.Current.CancellationToken);

        checker.Problem.ShouldBe("It sleeps.");
        fake.Questions.Count.ShouldBe(1);
    }

    [Fact]
    public void A_script_of_an_earlier_batch_is_not_asked_again()
    {
        var fake = new Fake(new ShellCheckComment(2, 1, 2, 2, "warning", 2154, "x"));
        var checker = new ScriptChecker(fake);

        checker.Check([Scripts("RUN a")], TestContext.Current.CancellationToken);
        var faults = checker.Check([Scripts("RUN a")], TestContext.Current.CancellationToken);

        fake.Questions.Count.ShouldBe(1);
        faults[0].ShouldHaveSingleItem().Code.ShouldBe(2154);
    }

    [Fact]
    public void Kept_results_answer_for_ShellCheck()
    {
        using var folder = new TemporaryDirectory();
        var fake = new Fake(new ShellCheckComment(2, 1, 2, 2, "warning", 2154, "x"));
        for (var check = 0; check < 2; check++)
        {
            var checker = new ScriptChecker(fake, ScriptResults.Open(folder.Path, "program"));
            checker.Check([Scripts("RUN a")], TestContext.Current.CancellationToken)[0].ShouldHaveSingleItem();
            checker.Keep();
        }

        fake.Questions.Count.ShouldBe(1);
    }

    [Fact]
    public void Beyond_the_limit_it_is_off_and_knows_how_many_files_were_checked()
    {
        var fake = new Fake(new ShellCheckComment(2, 1, 2, 2, "warning", 2154, "x"));
        var checker = new ScriptChecker(fake, mostScripts: 2);

        checker.Check([Scripts("RUN a"), Scripts("RUN b\nRUN a")], TestContext.Current.CancellationToken)[1].Count.ShouldBe(2);
        checker.FilesBeforeLimit.ShouldBeNull();
        checker.Check([Scripts("RUN c"), Scripts("RUN a")], TestContext.Current.CancellationToken).ShouldBe([[], []]);
        checker.Check([Scripts("RUN a")], TestContext.Current.CancellationToken).ShouldBe([[]]);

        checker.FilesBeforeLimit.ShouldBe(2);
        checker.Problem.ShouldBeNull();
        fake.Questions.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("error", Level.Recommended, Severity.Warning)]
    [InlineData("warning", Level.Recommended, Severity.Warning)]
    [InlineData("warning", Level.Strict, Severity.Error)]
    [InlineData("warning", Level.Minimum, null)]
    [InlineData("info", Level.Recommended, null)]
    [InlineData("style", Level.Recommended, null)]
    [InlineData("info", Level.All, Severity.Message)]
    [InlineData("style", Level.All, Severity.Message)]
    internal void The_weight_follows_what_it_is_to_ShellCheck(string level, Level reported, Severity? severity)
    {
        const string Text = "FROM a\nRUN $b\n";
        var faults = new ScriptChecker(new Fake(new ShellCheckComment(2, 1, 2, 3, level, 2086, "Double quote\nit.")))
            .Check([Scripts("RUN $b")], TestContext.Current.CancellationToken)[0];

        var found = Check.Findings(Text, Check.Facts with { ShellProblems = faults }, new SeverityPolicy(reported))
            .Where(finding => finding.Rule.Id == "CG6012").ToList();

        found.Select(finding => (Severity?)finding.Severity).ShouldBe(severity is null ? [] : [severity]);
        if (severity is null) return;
        found[0].Message.ShouldBe("SC2086: Double quote it (https://www.shellcheck.net/wiki/SC2086).");
        found[0].Rule.Aliases.ShouldBe(["hadolint:SC2086"]);
        (found[0].Start!.Value.Line, found[0].Start!.Value.Column, found[0].End!.Value.Column).ShouldBe((2, 5, 7));
    }

    private static IReadOnlyList<FileScript> Scripts(string instructions) => FileScripts.In(Dockerfiles.Model($"FROM a\n{instructions}\n"));

    private sealed class Fake(params ShellCheckComment[] comments) : IShellCheck
    {
        public List<IReadOnlyList<string>> Questions { get; } = [];

        public string? Failure { get; init; }

        public ShellCheckAnswer Check(IReadOnlyList<string> scripts, CancellationToken cancellationToken)
        {
            Questions.Add(scripts);
            return new ShellCheckAnswer([.. scripts.Select(_ => comments)], Failure);
        }
    }
}
