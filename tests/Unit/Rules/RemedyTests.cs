using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>What a message says to write instead has to work in that very place.</summary>
public class RemedyTests
{
    [Theory]
    [InlineData("sudo apt-get update && sudo apt-get install -y git", "CG5011", "'&& sudo rm -rf /var/lib/apt/lists/*'")]
    [InlineData("apt-get update && apt-get install -y git", "CG5011", "'&& rm -rf /var/lib/apt/lists/*'")]
    [InlineData(
        "apt-get update && apt-get install -y git\nRUN apt-get install -y vim", "CG5011",
        "in one RUN that ends with '&& rm -rf /var/lib/apt/lists/*'")]
    [InlineData("apt-get update && apt-get install -y git\nRUN make", "CG5011", "End this RUN with '&& rm -rf /var/lib/apt/lists/*'")]
    [InlineData("sudo yum install -y git", "CG5041", "'&& sudo yum clean all'")]
    [InlineData("apk update\nRUN apk add --no-cache git", "CG5016", "Remove the update, and use 'apk add --no-cache'")]
    [InlineData("apt-get update\nRUN apt-get install -y git", "CG5016", "in one RUN that ends with '&& rm -rf /var/lib/apt/lists/*'")]
    [InlineData(
        "sudo apt-get update\nRUN sudo apt-get install -y git", "CG5016",
        "in one RUN that ends with '&& sudo rm -rf /var/lib/apt/lists/*'")]
    [InlineData("zypper refresh\nRUN zypper -n install git", "CG5016", "in one RUN, joined by '&&'")]
    [InlineData("apk update && apk add git", "CG5030", "Use 'apk add --no-cache', and remove 'apk update'.")]
    [InlineData("dnf module enable nodejs:22", "CG5050", "Use 'dnf module enable -y'.")]
    [InlineData("apk add git", "CG5030", "Use 'apk add --no-cache'.")]
    [InlineData("pip install flask", "CG5070", "'flask' has no version. Pin it, for example 'flask==3.1.2'.")]
    [InlineData("pip install black", "CG5070", "'black' has no version. Pin it, for example 'black==<version>'.")]
    [InlineData("pip install flask black", "CG5070", "'flask' and 1 other package have no version. Pin each, for example 'flask==3.1.2'.")]
    [InlineData("pip install git+https://example.com/a/b.git", "CG5070", "no tag or commit. Add it to the address, for example '@v1.2.3'.")]
    [InlineData(
        "npm install -g git+https://example.com/a/b.git", "CG5003", "no tag or commit. Add it to the address, for example '#v1.2.3'.")]
    [InlineData("conda install numpy", "CG5082", "for example 'numpy=<version>'")]
    [InlineData("composer require a/b", "CG5082", "for example 'a/b:<version>'")]
    [InlineData("cargo install ripgrep", "CG5082", "for example 'ripgrep@<version>'")]
    [InlineData("dotnet tool install -g dotnet-ef", "CG5082", "for example 'dotnet-ef --version <version>'")]
    [InlineData(
        "go install example.com/tool@latest", "CG5081",
        "'example.com/tool' has no fixed version. Pin it, for example 'example.com/tool@<version>'.")]
    [InlineData("yum module install -y nodejs", "CG5042", "for example 'nodejs:<stream>'")]
    [InlineData("apk add --no-cache openssl", "CG5031", "for example 'openssl~<version>'")]
    [InlineData("yarn global add serve", "CG5082", "for example 'serve@<version>'")]
    public void A_RUN(string script, string rule, string expected) =>
        Check.Finding($"FROM registry.corp/base:1\nRUN {script}\n", rule).Message.ShouldContain(expected);

    [Theory]
    [InlineData("CG5001", "npm install --//registry.corp/:_authToken=s3cret", "'npm install' can")]
    [InlineData("CG5002", "npm ci --//registry.corp/:_authToken=s3cret", "'npm ci' installs")]
    public void An_option_that_may_hold_a_secret_is_not_repeated(string rule, string command, string expected)
    {
        var message = Check.Finding($"FROM node:24\nRUN {command}\nCMD [\"node\", \"server.js\"]\n", rule).Message;

        message.ShouldContain(expected);
        message.ShouldNotContain("s3cret");
    }

    [Fact]
    public void A_label_of_the_base_is_shown_for_what_it_is()
    {
        LabelSchema.TryCreate([("team", "", "true")], isStrict: false, out var labels, out _).ShouldBeTrue();
        var facts = Check.Facts with
        {
            Labels = labels!,
            Locked = static _ => new ResolvedImage(
                ImageDigest.Parse("sha256:" + new string('0', 64)), "", new Dictionary<string, ImageDigest>(),
                new ImageFacts { Labels = new Dictionary<string, string> { ["team"] = "platform" } }),
        };

        Check.Finding("FROM registry.corp/base:1\n", "CG9002", facts).Message
            .ShouldContain(" (its value 'platform' comes from the base image). Add LABEL team=");
    }

    [Theory]
    [InlineData("COPY . /code", "pip install -r /code/requirements/production.txt", "Copy requirements/production.txt first")]
    [InlineData("WORKDIR /srv\nCOPY . code/", "pip install -r /srv/code/requirements.txt", "Copy requirements.txt first")]
    [InlineData("WORKDIR /app\nCOPY . .", "pip install -r /other/requirements.txt", "Copy requirements.txt first")]
    [InlineData("COPY . .", "npm ci", "Copy package.json and package-lock.json first")]
    [InlineData("COPY . .", "npm install", "Copy package.json and package-lock.json (if it exists) first")]
    public void The_files_to_copy_first_are_called_as_the_context_calls_them(string copy, string install, string expected) =>
        Check.Finding($"FROM registry.corp/base:1\n{copy}\nRUN {install}\n", "CG7008").Message.ShouldContain(expected);

    [Theory]
    [InlineData("FROM a:1\nFROM b:1\nCOPY --from=0 /x /x\n", "'FROM a:1 AS build' in line 1, and --from=build here")]
    [InlineData("from a:1\nfrom b:1\ncopy --from=0 /x /x\n", "'from a:1 as build' in line 1, and --from=build here")]
    [InlineData(
        "FROM --platform=$BUILDPLATFORM a:1\nFROM b:1\nCOPY --from=0 /x /x\n", "'FROM --platform=$BUILDPLATFORM a:1 AS build' in line 1")]
    [InlineData("FROM a:1\nFROM c:1 AS build\nFROM b:1\nCOPY --from=0 /x /x\n", "'FROM a:1 AS stage0' in line 1, and --from=stage0 here")]
    public void A_stage_is_given_a_name_that_is_free(string text, string expected) =>
        Check.Finding(text, "CG7003").Message.ShouldContain(expected);

    [Theory]
    [InlineData("RUN ./configure && make", "a program with make")]
    [InlineData("RUN go build .", "a Go program")]
    public void What_is_built_is_called_what_it_is(string run, string expected) =>
        Check.Finding($"FROM registry.corp/base:1\n{run}\nCMD [\"/app\"]\n", "CG7002").Message.ShouldContain(expected);
}
