using ContainerGuard.Reports;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>The terminal logger of .NET keeps the last message of a project that begins with its name and an arrow.</summary>
public sealed class ProjectReportTests
{
    [Fact]
    public void A_message_begins_with_the_name_of_the_project_and_an_arrow()
    {
        var report = new ProjectReport("Api", isTerminal: false);
        report.Add("Dockerfile: no findings");

        report.Next().ShouldBe("Api -> Dockerfile: no findings");
    }

    [Fact]
    public void Lines_below_the_first_are_indented()
    {
        var report = new ProjectReport("Api", isTerminal: false);
        report.Add("one\r\ntwo\n");
        report.Add("three");

        report.Next().ShouldBe("Api -> one\n    two\n    three");
    }

    [Fact]
    public void Elsewhere_nothing_is_shown_twice_and_no_path_is_replaced()
    {
        var report = new ProjectReport("Api", isTerminal: false);
        report.Add("one");
        report.Next().ShouldNotBeNull();
        report.Add("two");

        report.Next("/src/bin/publish/").ShouldBe("Api -> two");
        report.Next("/src/bin/publish/").ShouldBeNull();
    }

    [Fact]
    public void In_a_terminal_a_message_repeats_the_earlier_ones_and_ends_with_the_path_that_it_replaces()
    {
        var report = new ProjectReport("Api", isTerminal: true);
        report.Add("one");
        report.Next().ShouldBe("Api -> one");
        report.Add("two");

        report.Next().ShouldBe("Api -> one\n    two");
        report.Next().ShouldBeNull();
        report.Next("/src/bin/publish/").ShouldBe("Api -> one\n    two\n    /src/bin/publish/");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_nothing_to_say_the_project_keeps_its_own_line(bool isTerminal) =>
        new ProjectReport("Api", isTerminal).Next("/src/bin/publish/").ShouldBeNull();
}
