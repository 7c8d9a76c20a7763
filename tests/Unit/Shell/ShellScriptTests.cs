using ContainerGuard.Shell;

namespace ContainerGuard.Tests.Unit.Shell;

public sealed class ShellScriptTests
{
    private static string[] Commands(string text) =>
        [.. ShellScript.Parse(text).Commands.Select(command => string.Join('|', command.Words.Select(word => word.Text)))];

    private static ShellCommand Single(string text) => ShellScript.Parse(text).Commands.ShouldHaveSingleItem();

    [Theory]
    [InlineData("apt-get update && apt-get install -y curl", new[] { "apt-get|update", "apt-get|install|-y|curl" })]
    [InlineData("a; b & c || d | e |& f", new[] { "a", "b", "c", "d", "e", "f" })]
    [InlineData("a\nb # not c\n\n# nor d\ne", new[] { "a", "b", "e" })]
    [InlineData("echo a#b '#c'", new[] { "echo|a#b|#c" })]
    [InlineData("(a; b) && { c; }", new[] { "a", "b", "c" })]
    [InlineData("if a; then b; elif c; then d; else e; fi; f", new[] { "a", "b", "c", "d", "e", "f" })]
    [InlineData("for x in 1 2; do a $x; done; b", new[] { "a|$x", "b" })]
    [InlineData("for x; do a; done", new[] { "a" })]
    [InlineData("for ((i = 0; i < 3; i++)); do a; done", new[] { "a" })]
    [InlineData("while ! a; do b; done > log", new[] { "a", "b" })]
    [InlineData("until a; do b; done", new[] { "a", "b" })]
    [InlineData("case \"$arch\" in amd64|x86_64) a ;; (arm*) b;; *) c; esac; d", new[] { "a", "b", "c", "d" })]
    [InlineData("case x in esac; a", new[] { "a" })]
    [InlineData("install() { a; }; function other { b; }; function third() ( c )", new[] { "a", "b", "c" })]
    [InlineData("[[ -f a && ( $b == c ) ]] && d", new[] { "[[|-f|a|$b|==|c|]]", "d" })]
    [InlineData("(( i++ )) && a; ((b); c)", new[] { "a", "b", "c" })]
    [InlineData("((a) || (b)) && ((c | d) && e)", new[] { "a", "b", "c", "d", "e" })]
    [InlineData(
        "((find /usr/share/doc -type f | xargs rm || true)) && b", new[] { "find|/usr/share/doc|-type|f", "xargs|rm", "rm", "true", "b" })]
    [InlineData("(( a\n b ))", new[] { "a", "b" })]
    [InlineData("(( x $op 1 && \"y\" z[1] > (2 + $(cat b)) )) && a", new[] { "a" })]
    [InlineData("(( x ==\\\n 1 ? y : ')' )) && a", new[] { "a" })]
    [InlineData("((echo '))' 1); a) && b", new[] { "echo|))|1", "a", "b" })]
    [InlineData("for ((i = 0, j = $n; i < 3; i++)); do a; done", new[] { "a" })]
    [InlineData("echo done; done=1", new[] { "echo|done", "" })]
    [InlineData("set -eux; ! a", new[] { "set|-eux", "a" })]
    public void Simple_commands_are_found_in_whatever_they_are_in(string text, string[] expected) => Commands(text).ShouldBe(expected);

    [Theory]
    [InlineData("echo $(a $(b) c) d", new[] { "echo|$(a $(b) c)|d", "a|$(b)|c", "b" })]
    [InlineData("echo \"x $(a \"y $(b)\")\"", new[] { "echo|x $(a \"y $(b)\")", "a|y $(b)", "b" })]
    [InlineData("echo `a | b`", new[] { "echo|`a | b`", "a", "b" })]
    [InlineData("x=$(a) y=${z:-$(b)}", new[] { "a", "b", "" })]
    [InlineData("diff <(a) >(b)", new[] { "diff|<(a)|>(b)", "a", "b" })]
    [InlineData("echo $((1 + $(a)))", new[] { "echo|$((1 + $(a)))", "a" })]
    [InlineData("case $(a) in *) b;; esac", new[] { "a", "b" })]
    [InlineData("echo > $(a)", new[] { "echo", "a" })]
    [InlineData("echo '$(a)' \\$(", new[] { "echo|$(a)|$" })]
    public void Commands_in_substitutions_are_reachable(string text, string[] expected) => Commands(text).ShouldBe(expected);

    [Theory]
    [InlineData("sudo -E -u root apt-get update", new[] { "sudo|-E|-u|root|apt-get|update", "apt-get|update" })]
    [InlineData("env -u X A=b C=d apt-get update", new[] { "env|-u|X|A=b|C=d|apt-get|update", "apt-get|update" })]
    [InlineData(
        "sudo env A=b time -p nohup make",
        new[] { "sudo|env|A=b|time|-p|nohup|make", "env|A=b|time|-p|nohup|make", "time|-p|nohup|make", "nohup|make", "make" })]
    [InlineData("ls | xargs -n 1 -I{} rm -rf {}", new[] { "ls", "xargs|-n|1|-I{}|rm|-rf|{}", "rm|-rf|{}" })]
    [InlineData("timeout -k 5 30 curl x", new[] { "timeout|-k|5|30|curl|x", "curl|x" })]
    [InlineData("command -v git", new[] { "command|-v|git" })]
    [InlineData("command git pull", new[] { "command|git|pull", "git|pull" })]
    [InlineData(
        "exec /usr/bin/env bash -c 'a; b'",
        new[] { "exec|/usr/bin/env|bash|-c|a; b", "/usr/bin/env|bash|-c|a; b", "bash|-c|a; b", "a", "b" })]
    [InlineData("sh -c 'a && b'", new[] { "sh|-c|a && b", "a", "b" })]
    [InlineData("bash -exo pipefail -c \"a | b\"", new[] { "bash|-exo|pipefail|-c|a | b", "a", "b" })]
    [InlineData("bash --login -c a", new[] { "bash|--login|-c|a", "a" })]
    [InlineData("bash ./install.sh -c a", new[] { "bash|./install.sh|-c|a" })]
    [InlineData("su - postgres -c 'createdb x'", new[] { "su|-|postgres|-c|createdb x", "createdb|x" })]
    [InlineData("find / -name x -exec rm {} \\;", new[] { "find|/|-name|x|-exec|rm|{}|;", "rm|{}" })]
    [InlineData("eval \"a $(b)\"", new[] { "eval|a $(b)", "a|$(b)", "b" })]
    [InlineData("sh -c \"sh -c 'a $(b)'\"", new[] { "sh|-c|sh -c 'a $(b)'", "sh|-c|a $(b)", "a|$(b)", "b" })]
    public void Commands_that_another_command_runs_are_seen(string text, string[] expected) => Commands(text).ShouldBe(expected);

    [Fact]
    public void A_here_document_is_input_and_no_commands()
    {
        var script = ShellScript.Parse("cat <<EOF > file && a\nnot a command $(b)\nEOF\nc");

        script.Commands.Select(command => command.Name).ShouldBe(["cat", "b", "a", "c"]);
        script.Commands[0].Redirections[0].HereDocument!.Text.ShouldBe("not a command $(b)\n");
        script.Commands[0].Redirections[1].WritesFile.ShouldBeTrue();
        script.IsWellFormed.ShouldBeTrue();
    }

    [Fact]
    public void A_quoted_here_document_expands_nothing() =>
        ShellScript.Parse("cat <<'EOF'\n$(b)\nEOF").Commands.ShouldHaveSingleItem().Name.ShouldBe("cat");

    [Fact]
    public void Two_here_documents_follow_one_line()
    {
        var documents = Single("cat <<A <<-B\na\nA\n\tb\n\tB\n").Redirections.Select(redirection => redirection.HereDocument!.Text);

        documents.ShouldBe(["a\n", "\tb\n"]);
    }

    [Fact]
    public void A_here_document_that_a_shell_reads_is_a_script()
    {
        const string Text = "bash -e <<-EOF\n\ta\n\tb 'c'\nEOF";

        var commands = ShellScript.Parse(Text).Commands;

        commands.Select(command => command.Name).ShouldBe(["bash", "a", "b"]);
        Text.Substring(commands[2].Span.Start, commands[2].Span.Length).ShouldBe("b 'c'");
    }

    [Theory]
    [InlineData("'a b'", "a b")]
    [InlineData("\"a b\"", "a b")]
    [InlineData("a\\ b", "a b")]
    [InlineData("a'b'\"c\"d", "abcd")]
    [InlineData("\"a\\\"\\n\"", "a\"\\n")]
    [InlineData("$'a\\n\\'b\\x41'", "a\n'bA")]
    [InlineData("*.[ch]", "*.[ch]")]
    [InlineData("@(a|b)", "@(a|b)")]
    [InlineData("a\\\nb", "ab")]
    [InlineData("$", "$")]
    [InlineData("''", "")]
    public void Quotes_are_removed_from_a_word(string word, string expected)
    {
        var command = Single($"echo {word}");

        command.Words.Length.ShouldBe(2);
        command.Words[1].Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("$a", "a")]
    [InlineData("${a:-b}", "a")]
    [InlineData("\"x${a%/*}y\"", "a")]
    [InlineData("${#a}", "a")]
    [InlineData("$1", "1")]
    [InlineData("$@", "@")]
    [InlineData("${a[@]}", "a")]
    public void A_word_with_a_parameter_is_not_static(string word, string name)
    {
        var argument = Single($"echo {word}").Words[1];

        argument.Value.ShouldBeNull();
        argument.Expansions.ShouldHaveSingleItem().Name.ShouldBe(name);
    }

    [Fact]
    public void An_expansion_keeps_its_span()
    {
        var spans = Single("echo \"a ${b:-$c} e\"").Words[1].Expansions.Select(expansion => (expansion.Span.Start, expansion.Span.Length));

        spans.ShouldBe([(8, 8), (13, 2)]);
    }

    [Fact]
    public void Assignments_before_a_command_are_no_words()
    {
        var command = Single("A=1 B=\"x y\" C+=(1 2) make D=4");

        command.Assignments.Select(assignment => (assignment.Name, assignment.Value.Value))
            .ShouldBe([("A", "1"), ("B", "x y"), ("C", null)]);
        command.Words.Select(word => word.Text).ShouldBe(["make", "D=4"]);
    }

    [Fact]
    public void Env_brings_its_assignments_to_the_command_it_runs()
    {
        var inner = ShellScript.Parse("sudo DEBIAN_FRONTEND=noninteractive apt-get install x").Commands[1];

        inner.Name.ShouldBe("apt-get");
        inner.Assignments.ShouldHaveSingleItem().Value.Value.ShouldBe("noninteractive");
        inner.Outermost.Name.ShouldBe("sudo");
    }

    [Theory]
    [InlineData("a > b", ">", "b")]
    [InlineData("a 2>&1", ">&", "1")]
    [InlineData("a &>> b", "&>>", "b")]
    [InlineData("a <<< 'b c'", "<<<", "b c")]
    [InlineData("> b", ">", "b")]
    [InlineData("{ a; } < b", null, null)]
    public void Redirections_are_no_words(string text, string? op, string? target)
    {
        var command = Single(text);

        command.Words.Length.ShouldBeLessThan(2);
        command.Redirections.Select(redirection => (redirection.Operator, redirection.Target.Text))
            .ShouldBe(op is null ? [] : [(op, target!)]);
    }

    [Fact]
    public void Pipelines_are_units_and_joined()
    {
        var list = ShellScript.Parse("! a | b && c || d; e & f\ng").Body;

        list.Pipelines.Select(pipeline => (pipeline.Elements.Length, pipeline.IsNegated, pipeline.Join)).ShouldBe(
        [
            (2, true, ShellJoin.And), (1, false, ShellJoin.Or), (1, false, ShellJoin.Semicolon), (1, false, ShellJoin.Background),
            (1, false, ShellJoin.NewLine), (1, false, ShellJoin.None),
        ]);
    }

    [Theory]
    [InlineData("/usr/bin/apt-get update", "apt-get")]
    [InlineData("\\cp a b", "cp")]
    [InlineData("\"make\"", "make")]
    [InlineData("$CMD x", null)]
    [InlineData("A=1", null)]
    public void A_command_is_known_by_its_file_name(string text, string? name) => Single(text).Name.ShouldBe(name);

    [Theory]
    [InlineData("sh -c 'a && bcd  e'")]
    [InlineData("sh -c \"a && bcd  e\"")]
    [InlineData("sh -c a\\ \\&\\&\\ bcd\\ \\ e")]
    [InlineData("sh -c \"echo \\\"x\\\" && bcd  e\"")]
    public void Commands_of_an_inner_script_keep_their_places(string text)
    {
        var command = ShellScript.Parse(text).Commands[^1];

        text.Substring(command.Words[0].Span.Start, command.Words[0].Span.Length).ShouldBe("bcd");
        text.Substring(command.Words[1].Span.Start, command.Words[1].Span.Length).ShouldBe("e");
    }

    [Theory]
    [InlineData("echo 'a")]
    [InlineData("echo \"a")]
    [InlineData("echo $(a")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("if a; then b")]
    [InlineData("fi")]
    [InlineData("for x in a; b; done")]
    [InlineData("case x in a) b")]
    [InlineData("cat <<EOF\na")]
    [InlineData("a && ;; b")]
    public void What_does_not_match_is_said(string text) => ShellScript.Parse(text).IsWellFormed.ShouldBeFalse();

    [Fact]
    public void After_a_stray_keyword_the_commands_are_still_seen() => Commands("a; fi; b; ) c").ShouldBe(["a", "b", "c"]);

    [Fact]
    public void The_exec_form_is_one_command_with_its_places()
    {
        var script = ShellScript.FromArguments([new("sh", new(1, 4)), new("-c", new(7, 4)), new("a && bcd", new(13, 10))]);

        script.Commands.Select(command => command.Name).ShouldBe(["sh", "a", "bcd"]);
        script.Commands[2].Span.ShouldBe(new(19, 3));
    }

    [Theory]
    [InlineData("/bin/sh -c", ShellKind.Posix)]
    [InlineData("/bin/bash -o pipefail -c", ShellKind.Posix)]
    [InlineData("/usr/bin/env bash -c", ShellKind.Posix)]
    [InlineData("powershell -Command $ErrorActionPreference='Stop';", ShellKind.PowerShell)]
    [InlineData("C:\\\\Windows\\\\System32\\\\PowerShell.exe", ShellKind.PowerShell)]
    [InlineData("pwsh -Command", ShellKind.PowerShell)]
    [InlineData("cmd /S /C", ShellKind.Cmd)]
    [InlineData("/usr/bin/fish -c", ShellKind.Unknown)]
    public void The_shell_instruction_decides_the_language(string elements, object kind) =>
        ShellKinds.OfShell(elements.Split(' ')).ShouldBe((ShellKind)kind);

    [Theory]
    [InlineData("#!/bin/bash -e\na", ShellKind.Posix)]
    [InlineData("#!/usr/bin/env python3\nprint(1)", ShellKind.Unknown)]
    [InlineData("a", ShellKind.Unknown)]
    public void The_first_line_of_a_script_decides_its_language(string script, object kind) =>
        ShellKinds.OfScript(script).ShouldBe((ShellKind)kind);
}
