using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules.Processes;

/// <summary>Pipes, the shell form, and lines that lack an operator.</summary>
public class ShellCommandsTests
{
    /// <summary>An image whose build uses the tools that it installs.</summary>
    private const string WithTools = "FROM debian:13\nRUN apt-get update && apt-get install -y gcc git\nRUN ./configure\n";

    [Theory]
    [InlineData("echo \"$(lsb_release -sc)\" | tee f", nameof(Severity.Message))]
    [InlineData("curl x | sort", nameof(Severity.Warning))]
    [InlineData("curl x | tar xz; a", nameof(Severity.Warning))]
    [InlineData("a | tar -cf b", nameof(Severity.Warning))]
    [InlineData("curl x | sha256sum -c", nameof(Severity.Warning))]
    [InlineData("a | b || exit 1", nameof(Severity.Warning))]
    [InlineData("v=$(curl x | head -n 1)", nameof(Severity.Message))]
    [InlineData("curl x | grep -q app", nameof(Severity.Message))]
    [InlineData("curl x | grep app", nameof(Severity.Warning))]
    [InlineData("a | b && c || true; d | e", nameof(Severity.Warning))]
    public void A_pipe_that_hides_a_failure_is_reported(string run, string severity) =>
        Check.Finding($"FROM debian:13\nRUN {run}\n", "CG6007").Severity.ToString().ShouldBe(severity);

    [Theory]
    [InlineData("grep app SUMS | sha256sum -c")]
    [InlineData("curl x | grep app | sha512sum --check -")]
    [InlineData("curl x | tar xz || true")]
    [InlineData("curl x | tar xz")]
    [InlineData("curl x | tar -C /opt --strip-components=1 -xJf - && a")]
    [InlineData("curl x | gunzip > b")]
    [InlineData("curl x | gpg --dearmor -o b")]
    [InlineData("curl x | apt-key add -")]
    [InlineData("(curl x | tar xz) || :")]
    [InlineData("a | b && c || true")]
    [InlineData("{ a | b; } || echo failed")]
    [InlineData("bash -c \"a | b || true\"")]
    public void A_pipe_whose_failure_shows_or_is_ignored_on_purpose_is_not(string run) =>
        Check.Findings($"FROM debian:13\nRUN {run}\n", "CG6007").ShouldBeEmpty();

    [Fact]
    public void Old_BusyBox_accepts_an_empty_list_of_checksums() =>
        Check.Findings("FROM alpine:3.22\nRUN grep app SUMS | sha256sum -c\n", "CG6007").Count.ShouldBe(1);

    [Theory]
    [InlineData("CMD a && exec b", nameof(Severity.Message))]
    [InlineData("CMD exec b", nameof(Severity.Message))]
    [InlineData("CMD if [ -n \"$X\" ]; then exec a; else exec b; fi", nameof(Severity.Message))]
    [InlineData("CMD if [ -n \"$X\" ]; then exec a; fi", nameof(Severity.Warning))]
    [InlineData("CMD exec a; b", nameof(Severity.Warning))]
    [InlineData("CMD a && b", nameof(Severity.Warning))]
    public void A_shell_that_ends_with_exec_forwards_signals(string instruction, string severity) =>
        Check.Finding($"FROM debian:13\n{instruction}\n", "CG6001").Severity.ToString().ShouldBe(severity);

    [Fact]
    public void CMD_in_shell_form_is_an_argument_of_ENTRYPOINT_in_exec_form() =>
        Check.Finding("FROM debian:13\nENTRYPOINT [\"/app\"]\nCMD exec serve\n", "CG6001").Message.ShouldContain("ENTRYPOINT receives");

    [Theory]
    [InlineData("npm start")]
    [InlineData("npm run dev")]
    [InlineData("node server.js")]
    [InlineData("npm install && npm start")]
    [InlineData("npm")]
    [InlineData("yarn")]
    public void One_line_is_told_of_signals_once(string command) =>
        Check.Findings($"FROM node:24\nCMD {command}\n").Count(static finding => finding.Rule.Id is "CG6002" or "CG6003")
            .ShouldBeLessThan(2);

    [Theory]
    [InlineData("RUN mkdir -p a \\\n    mkdir -p b", 1)]
    [InlineData("RUN chown a /b \\\n    chmod -R 700 /b", 1)]
    [InlineData("RUN apt-get install -y curl \\\n    apt-get clean", 1)]
    [InlineData("RUN <<EOF\nmkdir -p a \\\n  mkdir -p b\nEOF", 1)]
    [InlineData("RUN mkdir -p a && \\\n    mkdir -p b", 0)]
    [InlineData("RUN <<EOF\nmkdir -p a\nmkdir -p b\nEOF", 0)]
    [InlineData("RUN apt-get install -y \\\n    curl \\\n    git \\\n    wget", 0)]
    [InlineData("RUN rm -rf /a \\\n    npm", 0)]
    [InlineData("RUN mkdir mkdir a", 0)]
    public void A_line_that_lacks_an_operator_is_found(string instruction, int count) =>
        Check.Findings($"FROM debian:13\n{instruction}\n", "CG7014").Count.ShouldBe(count);

    [Theory]
    [InlineData("CMD [\"serve\"]")]
    [InlineData("CMD [\"npm\", \"start\"]")]
    public void An_image_for_a_service_has_no_tools(string instruction) =>
        Check.Findings($"{WithTools}{instruction}\n", "CG7011").Count.ShouldBe(1);

    [Theory]
    [InlineData("CMD [\"pytest\"]")]
    [InlineData("CMD [\"npm\", \"test\"]")]
    [InlineData("ENTRYPOINT [\"./run-tests.sh\"]")]
    public void An_image_for_tests_has_tools(string instruction) =>
        Check.Findings($"{WithTools}{instruction}\n", "CG7011").ShouldBeEmpty();

    [Theory]
    [InlineData("# hadolint stage ignore=DL3008\nFROM debian:13\nRUN apt-get install -y curl\n", true)]
    [InlineData("# hadolint stage ignore=DL3008\nFROM debian:13\nFROM debian:13\nRUN apt-get install -y curl\n", false)]
    public void A_comment_of_hadolint_can_be_for_a_stage(string text, bool isSuppressed) =>
        (Check.Finding(text, "CG5013").Suppression is not null).ShouldBe(isSuppressed);
}
