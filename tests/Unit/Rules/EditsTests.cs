using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A fix edits a command in the form in which the file writes it.</summary>
public sealed class EditsTests
{
    private static readonly (string Rule, string Command, string Fixed)[] Fixes =
    [
        ("CG3007", "useradd -u 200000 shop", "useradd -l -u 200000 shop"),
        ("CG5010", "apt-get install curl", "apt-get install -y curl"),
        ("CG5012", "apt-get install -y curl", "apt-get install --no-install-recommends -y curl"),
        ("CG5014", "apt install -y curl", "apt-get install -y curl"),
        ("CG5030", "apk add curl", "apk add --no-cache curl"),
        ("CG5040", "yum install httpd", "yum install -y httpd"),
        ("CG5050", "dnf5 install httpd", "dnf5 install -y httpd"),
        ("CG5060", "zypper install curl", "zypper install -y curl"),
        ("CG5071", "pip install flask", "pip install --no-cache-dir flask"),
    ];

    /// <summary>The forms of a RUN with one command.</summary>
    private static readonly Func<string, string>[] Forms =
    [
        static command => $"RUN {command}\n",
        static command => $"RUN [ {string.Join(", ", command.Split(' ').Select(static word => $"\"{word}\""))} ]\n",
        static command => $"RUN [\"sh\", \"-c\", \"{command}\"]\n",
        static command => $"RUN true && \\\n    # why\n    {command}\n",
        static command => $"RUN {command} \\\n    --last\n",
        static command => $"RUN sh -c '{command}'\n",
        static command => $"RUN <<EOF\nset -e\n{command}\nEOF\n",
    ];

    public static TheoryData<string, string, string> All()
    {
        TheoryData<string, string, string> all = [];
        foreach (var (rule, command, corrected) in Fixes)
        {
            foreach (var form in Forms) all.Add(rule, form(command), form(corrected));
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_command_keeps_its_form(string rule, string written, string corrected)
    {
        var fix = Check.Finding($"FROM registry.corp/base:1\n{written}", rule).Fix.ShouldNotBeNull();

        TextEdit.Apply($"FROM registry.corp/base:1\n{written}", fix).ShouldBe($"FROM registry.corp/base:1\n{corrected}");
        Check.Findings($"FROM registry.corp/base:1\n{corrected}", rule).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CG3007", "RUN \"user\"add -u 200000 shop\n")]
    [InlineData("CG3007", "RUN user\\\nadd -u 200000 shop\n")]
    [InlineData("CG3007", "RUN [\"user\\u0061dd\", \"-u\", \"200000\", \"shop\"]\n")]
    public void A_word_that_is_written_in_another_way_is_left_to_a_person(string rule, string written) =>
        Check.Finding($"FROM registry.corp/base:1\n{written}", rule).Fix.ShouldBeNull();

    [Fact]
    public void No_rule_makes_an_edit_past_this_place()
    {
        var rules = Path.Combine(RepositoryRoot.Path, "src", "Tasks", "Rules");
        var families =
            Directory.EnumerateFiles(rules, "*.cs", SearchOption.AllDirectories).Where(file => Path.GetDirectoryName(file) is { } folder
            && Path.GetFileName(folder) is not ("Rules" or "Findings") && Path.GetFileName(file) != "Edits.cs").ToArray();

        families.Length.ShouldBeGreaterThan(150);
        families.Where(static file => File.ReadAllText(file) is var text
            && (text.Contains("new TextEdit(") || text.Contains("TextEdit.Insert(") || text.Contains("TextEdit.Delete(")))
            .ShouldBeEmpty();
    }
}
