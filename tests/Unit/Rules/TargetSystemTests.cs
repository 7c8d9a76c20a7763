namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>Whether a stage is for Linux or for Windows shows in the user that a message advises.</summary>
public class TargetSystemTests
{
    [Theory]
    [InlineData("# escape=`\nFROM debian:trixie-slim\nCMD [\"/a\"]\n", false)]
    [InlineData("# escape=`\nFROM python:3.14-alpine\nCMD [\"/a\"]\n", false)]
    [InlineData("# escape=`\nFROM mcr.microsoft.com/dotnet/aspnet:10.0-noble\nCMD [\"/a\"]\n", false)]
    [InlineData("# escape=`\nFROM registry.corp/base:1\nRUN apt-get update\n", false)]
    [InlineData("# escape=`\nFROM registry.corp/base:1\nRUN /bin/bash -c x\n", false)]
    [InlineData("# escape=`\nFROM registry.corp/base:1\n", true)]
    [InlineData("# escape=`\nFROM golang:1.26\nRUN powershell -Command Get-Item\n", true)]
    [InlineData("# escape=`\nFROM scratch\nCMD [\"/a\"]\n", false)]
    [InlineData("FROM dockcross/windows-x64:1\nRUN make\n", false)]
    [InlineData("FROM dockcross/windows-x64:1\nRUN apk add curl\n", false)]
    [InlineData("FROM registry.corp/windows/base:1\nRUN choco install git\n", true)]
    [InlineData("FROM registry.corp/windows/base:1\nSHELL [\"powershell\", \"-Command\"]\n", true)]
    [InlineData("FROM registry.corp/windows/base:1\nWORKDIR C:/app\n", true)]
    [InlineData("FROM registry.corp/tool:1-windows\n", true)]
    [InlineData("FROM registry.corp/tool:1-windows\nRUN yum install -y gcc\n", false)]
    [InlineData("FROM mcr.microsoft.com/windows/servercore:ltsc2025\n", true)]
    [InlineData("FROM mcr.microsoft.com/windows/servercore:${TAG}\n", true)]
    [InlineData("FROM mcr.microsoft.com/dotnet/framework/aspnet:4.8\n", true)]
    [InlineData("FROM golang:1.26-windowsservercore-ltsc2025\n", true)]
    [InlineData("FROM --platform=windows/amd64 registry.corp/base:1\n", true)]
    [InlineData("# escape=`\nFROM --platform=linux/amd64 registry.corp/base:1\n", false)]
    public void What_is_known_of_the_base_and_what_RUN_runs_outweigh_the_escape_character(string text, bool isWindows) =>
        Check.Finding(text, "CG3002").Message.Contains("ContainerUser", StringComparison.Ordinal).ShouldBe(isWindows);
}
