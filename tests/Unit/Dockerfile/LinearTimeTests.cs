using System.Diagnostics;
using System.Text;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Check = ContainerGuard.Tests.Unit.Rules.Check;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>
/// Four times the text may cost four times the memory, not sixteen times; and where work leaves no trace in memory,
/// a size at which a square would take minutes has a bound that only a square could miss.
/// </summary>
public sealed class LinearTimeTests
{
    internal const int Size = 1 << 18;

    /// <summary>Also on a machine that does much other work: what is linear takes a second or two.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Shapes() =>
    [
        "a long line", "a long word", "many instructions", "nested substitutions", "nested kept substitutions", "nested JSON",
        "a long heredoc",
        "many heredocs", "heredocs without end", "continued lines", "comments in a continued line", "blank lines", "many stages",
        "a chain of stages", "many pairs", "pairs that use the one before", "undefined variables", "many flags", "a long quote",
        "many ports",
        "copies from every stage", "unknown instructions", "many triggers", "a long comment", "open quotes", "mounts",
        "many skipped checks", "many suppressions", "many needless suppressions", "many names in a comment",
        "many suppressions of other tools", "copies in a chain of stages", "owners of copies", "owners in one RUN", "relative folders",
        "installs in one stage", "installs in one RUN",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Cost_grows_with_the_length(string shape)
    {
        Cost(Make(shape, Size / 16));
        var watch = Stopwatch.StartNew();
        var small = Cost(Make(shape, Size));
        var large = Cost(Make(shape, 4 * Size));

        watch.Elapsed.ShouldBeLessThan(Bound);
        large.ShouldBeLessThan((small * 6) + 100_000);
    }

    [Theory]
    [InlineData("ENV A=xx\n", "ENV A=$A$A\n")]
    [InlineData("ARG A=xx\n", "ARG A=$A$A\n")]
    [InlineData("ENV A=xx\n", "ENV A=${A//x/xxxxxxxx}\n")]
    [InlineData("ENV A=xx\n", "ENV A=$A$A B=${A%?????????????????????????????y}\n")]
    [InlineData("ENV A=xx\n", "ENV A=$A$A B=x$A C=y$A D=z$A\n")]
    public void Values_that_double_are_unknown_before_they_fill_the_memory(string first, string line)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var model = Dockerfiles.Model("FROM scratch\n" + first + Repeat(line, 200_000));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2_000_000_000);
        model.FinalStage!.End.Find("A")!.IsKnown.ShouldBeFalse();
        watch.Elapsed.ShouldBeLessThan(Bound);
    }

    private static long Cost(string text)
    {
        var source = SourceText.From(text, "Dockerfile");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var syntax = DockerfileParser.Parse(source);
        DockerfileModel.Create(syntax);
        foreach (var instruction in syntax.Instructions)
        {
            _ = instruction.Command?.Text;
        }

        TokenWalk.Tokens(syntax);
        RuleRunner.Run(source, Check.Facts, new SeverityPolicy(Level.All));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Make(string shape, int length) => shape switch
    {
        "a long line" => "FROM a\nRUN " + Repeat("word ", length),
        "a long word" => "FROM a\nWORKDIR /" + new string('x', length),
        "many instructions" => "FROM a\n" + Repeat("RUN a\n", length),
        "nested substitutions" => "FROM a\nENV A=" + Repeat("${B:-x", length / 2) + new string('}', length / 12),
        "nested kept substitutions" => "FROM a\nRUN <<E " + Repeat("${B:-x", length / 2) + new string('}', length / 12) + "\nE\n",
        "nested JSON" => "FROM a\nCMD " + new string('[', length),
        "a long heredoc" => "FROM a\nRUN <<E\n" + Repeat("\tline\n", length) + "E\n",
        "many heredocs" => "FROM a\n" + Repeat("RUN <<E\nx\nE\n", length),
        "heredocs without end" => "FROM a\n" + Repeat("RUN <<E\nx\n", length),
        "continued lines" => "FROM a\nRUN a " + Repeat("\\\nb ", length),
        "comments in a continued line" => "FROM a\nRUN a \\\n" + Repeat("# b\n", length),
        "blank lines" => "FROM a\nRUN a \\\n" + Repeat("\n", length),
        "many stages" => Repeat("FROM a\n", length),
        "a chain of stages" => "FROM a AS s0\n" + Number(length, i => $"FROM s{i} AS s{i + 1}\nRUN $X\n"),
        "many pairs" => "FROM a\nENV" + Number(length, i => $" A{i}=1"),
        "pairs that use the one before" => "FROM a\n" + Number(length, i => $"ENV A{i + 1}=$A{i}\n"),
        "undefined variables" => "FROM a\nWORKDIR " + Number(length, i => $"$A{i}/"),
        "many flags" => "FROM a\nRUN " + Repeat("--network=none ", length),
        "a long quote" => "FROM a\nENV A=\"" + new string('x', length) + "\"",
        "many ports" => "FROM a\nEXPOSE" + Repeat(" 80", length),
        "copies from every stage" => Number(length, i => $"FROM a AS s{i}\nCOPY --from=s{i / 2} a b\n"),
        "unknown instructions" => Repeat("nothing here\n", length),
        "many triggers" => "FROM a AS b\n" + Repeat("ONBUILD RUN a\n", length) + "FROM b\n",
        "a long comment" => "FROM a\n#" + new string('#', length),
        "open quotes" => "FROM a\n" + Repeat("RUN '<<E\n", length),
        "many skipped checks" => "FROM a\n" + Repeat("# check=skip=X\nENV a b\n", length),
        "many suppressions" => "FROM a\n" + Repeat("# containerguard ignore=CG1016: x\nENV a b\n", length),
        "many needless suppressions" => "FROM a\n" + Number(length, i => $"# containerguard ignore=CG{i}: x\nUSER 1\n"),
        "many names in a comment" => "FROM a\n# containerguard ignore=" + Repeat("CG1016,", length / 2) + ": x\n"
            + "# " + Repeat("trivy:ignore:DS-0002 ", length / 2) + "\nENV a b\n",
        "many suppressions of other tools" => "FROM a\n"
            + Repeat("# kics-scan ignore-block\nFROM a\n# checkov:skip=CKV_DOCKER_3\n# hadolint ignore=DL3002\nUSER root\n", length),
        "copies in a chain of stages" => "FROM a AS s0\n" + Number(length, i => $"FROM s{i} AS s{i + 1}\nCOPY . .\nRUN rm -f .npmrc\n"),
        "owners of copies" => "FROM a\n" + Number(length, i => $"COPY a /a{i}\nRUN chown -R x /b{i}\n"),
        "owners in one RUN" => "FROM a\nCOPY a /a\nRUN mkdir /b" + Number(length, i => $" && mkdir /b{i} && chown -R x /a/{i}"),
        "relative folders" => "FROM a\nWORKDIR /a\n" + Number(length, i => $"WORKDIR a{i % 10}\nCOPY a b\nRUN chown -R x b\n"),
        "installs in one stage" => "FROM node:22\n" + Repeat("RUN npm i\n", length),
        "installs in one RUN" => "FROM node:22\nRUN npm i" + Repeat(" && npm i", length),
        "mounts" => "FROM a\nRUN" + Number(length, i => $" --mount=type=cache,target=/x{i}"),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    internal static string Repeat(string piece, int length) => new StringBuilder().Insert(0, piece, length / piece.Length).ToString();

    private static string Number(int length, Func<int, string> piece)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < length; i++)
        {
            text.Append(piece(i));
        }

        return text.ToString();
    }
}
