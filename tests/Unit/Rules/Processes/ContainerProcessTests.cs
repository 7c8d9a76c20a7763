using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Rules.Processes;

public class ContainerProcessTests
{
    [Theory]
    [InlineData("""CMD ["node", "server.js"]""", "node server.js")]
    [InlineData("""ENTRYPOINT ["npm"]|CMD ["start"]""", "npm start")]
    [InlineData("""CMD ["--help"]|ENTRYPOINT ["dotnet", "Shop.dll"]""", "dotnet Shop.dll --help")]
    [InlineData("""ENTRYPOINT node server.js|CMD ["ignored"]""", "node server.js")]
    [InlineData("""CMD cd /app && exec /usr/bin/node server.js""", "node server.js")]
    [InlineData("""CMD npm run migrate; NODE_ENV=production npm start""", "npm start")]
    [InlineData("""ENTRYPOINT ["tini", "-g", "--"]|CMD ["node", "server.js"]""", "node server.js")]
    [InlineData("""ENTRYPOINT ["/usr/bin/dumb-init", "--"]|CMD exec npm start""", "npm start")]
    [InlineData("""ENTRYPOINT ["docker-entrypoint.sh"]|CMD ["sh", "-c", "yarn start"]""", "yarn start")]
    [InlineData("""ENTRYPOINT ["gosu", "app", "node"]|CMD ["server.js"]""", "node server.js")]
    [InlineData("""CMD ["./start.sh"]""", "start.sh")]
    public void ENTRYPOINT_and_CMD_make_one_command_line_and_what_runs_another_program_is_seen_through(
        string instructions, string commandLine) =>
        ProcessOf($"FROM debian:trixie-slim\n{instructions.Replace('|', '\n')}\n").ShouldNotBeNull().CommandLine.ShouldBe(commandLine);

    [Theory]
    [InlineData("""ENTRYPOINT ["npm"]|CMD ["start"]""", 2)]
    [InlineData("""ENTRYPOINT ["docker-entrypoint.sh"]|CMD ["npm", "start"]""", 3)]
    [InlineData("""ENTRYPOINT ["tini", "--"]|CMD npm start""", 3)]
    public void The_instruction_is_the_one_that_names_the_program(string instructions, int line) =>
        ProcessOf($"FROM node:24\n{instructions.Replace('|', '\n')}\n").ShouldNotBeNull().Instruction.StartLine.ShouldBe(line);

    [Theory]
    [InlineData("FROM node:24\nCMD [\"tini\", \"--\", \"node\", \"x.js\"]\n", true)]
    [InlineData("FROM node:24\nENTRYPOINT exec dumb-init node x.js\n", true)]
    [InlineData("FROM node:24\nCMD [\"node\", \"tini\"]\n", false)]
    public void An_init_is_noticed(string text, bool hasInit) => ProcessOf(text).ShouldNotBeNull().HasInit.ShouldBe(hasInit);

    [Theory]
    [InlineData("FROM node:24\nCMD [\"node\", \"x.js\"]\n", true)]
    [InlineData("FROM registry.corp/node:24\nCMD [\"node\", \"x.js\"]\n", false)]
    [InlineData("FROM registry.corp/node:24\nENTRYPOINT [\"node\", \"x.js\"]\n", true)]
    [InlineData("FROM registry.corp/node:24 AS base\nENTRYPOINT [\"node\"]\nFROM base\nCMD [\"x.js\"]\n", true)]
    public void What_an_unknown_base_may_put_in_front_leaves_it_incomplete(string text, bool isComplete) =>
        ProcessOf(text).ShouldNotBeNull().IsComplete.ShouldBe(isComplete);

    [Theory]
    [InlineData("FROM node:24\n")]
    [InlineData("FROM node:24\nCMD [\"node\"]\nFROM alpine:3.24\n")]
    [InlineData("")]
    public void There_is_none_where_the_file_says_neither(string text) => ProcessOf(text).ShouldBeNull();

    private static ContainerProcess? ProcessOf(string text) =>
        new FileAnalysis(DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile"))), Check.Facts).Process;
}
