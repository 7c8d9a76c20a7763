using ContainerGuard.Images;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>What a message says to write instead has to work in that very place.</summary>
public class RemedyTests
{
    [Theory]
    [InlineData("sudo apt-get update && sudo apt-get install -y git", "CG5011", "'&& sudo rm -rf /var/lib/apt/lists/*'")]
    [InlineData("apt-get update && apt-get install -y git", "CG5011", "'&& rm -rf /var/lib/apt/lists/*'")]
    [InlineData("apt-get update\nRUN apt-get install -y git", "CG5011", "in one RUN that ends with")]
    [InlineData("apt-get update && apt-get install -y git\nRUN make", "CG5011", "End this RUN with '&& rm -rf /var/lib/apt/lists/*'")]
    [InlineData("sudo yum install -y git", "CG5041", "'&& sudo yum clean all'")]
    [InlineData("apk update\nRUN apk add --no-cache git", "CG5016", "Leave it out")]
    [InlineData("apt-get update\nRUN apt-get install -y git", "CG5016", "in one RUN")]
    [InlineData("apk update && apk add git", "CG5030", "leave 'apk update' out")]
    [InlineData("apk add git", "CG5030", "Write 'apk add --no-cache'.")]
    [InlineData("pip install flask", "CG5070", "'flask' is installed in")]
    [InlineData("pip install flask black", "CG5070", "'flask' and 1 more are installed in")]
    [InlineData("pip install git+https://example.com/a/b.git", "CG5070", "at the end of the address: '@v1.2.3'")]
    [InlineData("npm install -g git+https://example.com/a/b.git", "CG5003", "at the end of the address: '#v1.2.3'")]
    [InlineData("conda install numpy", "CG5082", "'numpy=2.3.5'")]
    [InlineData("composer require a/b", "CG5082", "'monolog/monolog:3.9.0'")]
    [InlineData("cargo install ripgrep", "CG5082", "'ripgrep@15.1.0'")]
    [InlineData("yarn global add serve", "CG5082", "'typescript@5.9.3'")]
    public void A_RUN(string script, string rule, string expected) =>
        Check.Finding($"FROM registry.corp/base:1\nRUN {script}\n", rule).Message.ShouldContain(expected);

    [Fact]
    public void A_label_of_the_base_is_shown_for_what_it_is()
    {
        LabelSchema.TryCreate([("team", "", "true")], isStrict: false, out var labels, out _).ShouldBeTrue();
        var facts = Check.Facts with
        {
            Labels = labels!,
            Locked = static _ => new ResolvedImage(
                ImageDigest.Parse("sha256:" + new string('0', 64)), "", new Dictionary<string, ImageDigest>(), new ImageFacts { Labels = new Dictionary<string, string> { ["team"] = "platform" } }),
        };

        Check.Finding("FROM registry.corp/base:1\n", "CG9002", facts).Message.ShouldContain("; the base's own, 'platform', describes the base. Write LABEL team=");
    }

    [Theory]
    [InlineData("COPY . /code", "pip install -r /code/requirements/production.txt", "Copy requirements/production.txt first")]
    [InlineData("WORKDIR /srv\nCOPY . code/", "pip install -r /srv/code/requirements.txt", "Copy requirements.txt first")]
    [InlineData("WORKDIR /app\nCOPY . .", "pip install -r /other/requirements.txt", "Copy requirements.txt first")]
    [InlineData("COPY . .", "npm ci", "Copy package.json and package-lock.json first")]
    [InlineData("COPY . .", "npm install", "Copy package.json and package-lock.json (if there is one) first")]
    public void The_files_to_copy_first_are_called_as_the_context_calls_them(string copy, string install, string expected) =>
        Check.Finding($"FROM registry.corp/base:1\n{copy}\nRUN {install}\n", "CG7008").Message.ShouldContain(expected);

    [Theory]
    [InlineData("FROM a:1\nFROM b:1\nCOPY --from=0 /x /x\n", "'FROM a:1 AS build' there, and --from=build here")]
    [InlineData("from a:1\nfrom b:1\ncopy --from=0 /x /x\n", "'from a:1 as build' there, and --from=build here")]
    [InlineData("FROM --platform=$BUILDPLATFORM a:1\nFROM b:1\nCOPY --from=0 /x /x\n", "'FROM --platform=$BUILDPLATFORM a:1 AS build' there")]
    [InlineData("FROM a:1\nFROM c:1 AS build\nFROM b:1\nCOPY --from=0 /x /x\n", "'FROM a:1 AS stage0' there, and --from=stage0 here")]
    public void A_stage_is_given_a_name_that_is_free(string text, string expected) => Check.Finding(text, "CG7003").Message.ShouldContain(expected);

    [Theory]
    [InlineData("RUN ./configure && make", "a program with make")]
    [InlineData("RUN go build .", "a Go program")]
    public void What_is_built_is_called_what_it_is(string run, string expected) =>
        Check.Finding($"FROM registry.corp/base:1\n{run}\nCMD [\"/app\"]\n", "CG7002").Message.ShouldContain(expected);
}
