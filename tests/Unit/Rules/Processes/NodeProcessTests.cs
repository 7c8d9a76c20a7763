namespace ContainerGuard.Tests.Unit.Rules.Processes;

/// <summary>A package manager as PID 1 and Node.js as PID 1 have one cause, so a CMD has at most one of the two findings.</summary>
public class NodeProcessTests
{
    [Theory]
    [InlineData("""CMD ["npm", "start"]""", "CG6002")]
    [InlineData("CMD npm start", "CG6002")]
    [InlineData("""ENTRYPOINT ["yarn", "start:prod"]""", "CG6002")]
    [InlineData("""CMD ["node", "server.js"]""", "CG6003")]
    [InlineData("""ENTRYPOINT ["npm"]""", "CG6003")]
    [InlineData("""CMD ["tini", "npm", "start"]""", "CG6002")]
    public void A_process_has_one_finding(string instruction, string expected) =>
        Check.Findings($"FROM node:24\n{instruction}\n")
            .Select(static finding => finding.Rule.Id).Where(static code => code is "CG6002" or "CG6003").ShouldBe([expected]);
}
