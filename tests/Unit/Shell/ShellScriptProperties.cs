using System.Diagnostics;
using ContainerGuard.Shell;
using ContainerGuard.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerGuard.Tests.Unit.Shell;

public sealed class ShellScriptProperties
{
    private static readonly string[] Pieces =
    [
        "a", "b=c", " ", "\n", ";", "&", "&&", "|", "||", "(", ")", "((", "))", "{ ", "}", "$(", "${", "$((", "$x", "`", "'", "\"", "\\",
        "$'", "<<EOF", "<<-E",
        "EOF", "<(", ">", "2>&1", "#", "if ", "then ", "fi ", "for x in ", "do ", "done ", "while ", "case x in ", "esac ", ";;", "sh -c ",
        "sudo ", "env ",
        "[[ ", "]] ", "f() ", "function ", "eval ", "!", "\r\n", "\u00e9", "\0", "\ud800",
    ];

    private static readonly Arbitrary<string> Texts =
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();

    [Fact]
    public void Any_text_parses_and_every_span_is_inside_it() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(60), Prop.ForAll(Texts, static text => SpansAreInside(text)));

    [Theory]
    [InlineData("(")]
    [InlineData("((")]
    [InlineData("((a ")]
    [InlineData("((a) ")]
    [InlineData("((a #((\n)) ")]
    [InlineData("((a #'\n)) ")]
    [InlineData("((\" ")]
    [InlineData("$(")]
    [InlineData("$(fi a;")]
    [InlineData("$((")]
    [InlineData("${a:-")]
    [InlineData("${a:-'")]
    [InlineData("\"$(")]
    [InlineData("`")]
    [InlineData("\"`")]
    [InlineData("{ ")]
    [InlineData("if ")]
    [InlineData("fi ")]
    [InlineData(") ")]
    [InlineData("case x in ")]
    [InlineData("for x in ")]
    [InlineData("f() ")]
    [InlineData("cat <<A\n")]
    [InlineData("$(cat <<A\n")]
    [InlineData("sh -c \"$(")]
    [InlineData("eval \"")]
    [InlineData("eval eval\\ ")]
    [InlineData("sudo ")]
    [InlineData("a=$(")]
    [InlineData("a=(")]
    [InlineData("[[ (")]
    [InlineData("1")]
    [InlineData("a | ")]
    [InlineData("<(")]
    public void Cost_grows_with_the_length(string piece)
    {
        Cost(piece, 10_000);
        var clock = Stopwatch.StartNew();

        // Four times the text may cost four times the memory, not sixteen times; the clock only catches what would take minutes.
        Cost(piece, 400_000).ShouldBeLessThan((Cost(piece, 100_000) * 6) + 100_000);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    private static long Cost(string piece, int length)
    {
        var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        SpansAreInside(text).ShouldBeTrue();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static bool SpansAreInside(string text)
    {
        foreach (var command in ShellScript.Parse(text).Commands)
        {
            if (!IsInside(command.Span, text)) return false;
            _ = command.Line;
            foreach (var word in command.Words)
            {
                if (!IsInside(word.Span, text) || !word.Expansions.All(expansion => IsInside(expansion.Span, text))) return false;
            }

            foreach (var redirection in command.Redirections)
            {
                if (!IsInside(redirection.Span, text) || (redirection.HereDocument is { } document && !IsInside(document.Span, text)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsInside(TextSpan span, string text) => span.Start >= 0 && span.Length >= 0 && span.End <= text.Length;
}
