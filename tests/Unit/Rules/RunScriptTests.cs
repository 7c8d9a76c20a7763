using System.Collections.Immutable;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Rules;

public sealed class RunScriptTests
{
    private static ImmutableArray<RunScript> Read(string text) =>
        RunScript.In(new InstructionIndex(DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile")))));

    private static string[] Names(string text) => [.. Read(text).SelectMany(run => run.Commands).Select(command => command.Name ?? "")];

    [Theory]
    [InlineData("FROM a\nRUN b && c\n")]
    [InlineData("FROM a\nRUN [\"b\"]\nRUN [\"sh\", \"-c\", \"c\"]\n", "b", "sh", "c")]
    [InlineData("FROM a\nONBUILD RUN b && c\n")]
    [InlineData("FROM a\nRUN <<EOF\nb\nc\nEOF\n")]
    [InlineData("FROM a\nRUN <<EOF\n#!/bin/bash\nb\nc\nEOF\n")]
    [InlineData("FROM a\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN b | c\n")]
    [InlineData("FROM a AS x\nSHELL [\"/bin/bash\", \"-c\"]\nFROM x\nRUN b\nFROM a\nRUN c\n")]
    public void The_commands_of_every_RUN_are_read(string text, params string[] names) =>
        Names(text).ShouldBe(names is [] ? ["b", "c"] : names);

    [Theory]
    [InlineData("FROM a\nSHELL [\"powershell\", \"-Command\"]\nRUN b; c\n")]
    [InlineData("FROM a\nSHELL [\"cmd\", \"/S\", \"/C\"]\nRUN b\n")]
    [InlineData("FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN b\n")]
    [InlineData("FROM mcr.microsoft.com/dotnet/sdk:10.0-nanoserver-ltsc2025\nRUN b\n")]
    [InlineData("FROM --platform=windows/amd64 a\nRUN b\n")]
    [InlineData("# escape=`\nFROM a\nRUN b\n")]
    [InlineData("FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n")]
    public void A_script_in_another_language_is_not_read(string text) => Names(text).ShouldBeEmpty();

    [Fact]
    public void A_command_has_its_place_in_the_file_across_continuations_and_comments()
    {
        const string Text = "FROM a\nRUN b \\\n  # why\n  && apt-get \\\n     install c\n";
        var run = Read(Text).ShouldHaveSingleItem();

        var span = run.Locate(run.Commands[1]);

        Text.Substring(span.Start, span.Length).ShouldBe("apt-get \\\n     install");
    }

    [Fact]
    public void A_command_in_a_here_document_has_its_place_in_the_file()
    {
        const string Text = "FROM a\nRUN <<-EOF\n\tb\n\tsh -c 'c  d'\nEOF\n";
        var run = Read(Text).ShouldHaveSingleItem();

        var span = run.Locate(run.Commands[^1].Span);

        Text.Substring(span.Start, span.Length).ShouldBe("c  d");
    }

    [Fact]
    public void A_command_in_exec_form_has_its_place_in_the_file()
    {
        const string Text = "FROM a\nRUN [\"sh\", \"-c\", \"b && c d\"]\n";
        var run = Read(Text).ShouldHaveSingleItem();

        var span = run.Locate(run.Commands[^1].Span);

        Text.Substring(span.Start, span.Length).ShouldBe("c d");
    }
}
