namespace ContainerGuard.Tests.Unit.Rules.Processes;

public class ShellFormEntrypointTests
{
    [Theory]
    [InlineData("CMD node server.js", """Write CMD ["node", "server.js"].""")]
    [InlineData("ENTRYPOINT   dotnet   Shop.dll  ", """Write ENTRYPOINT ["dotnet", "Shop.dll"].""")]
    [InlineData("CMD \"start-app.sh\"", """Write CMD ["start-app.sh"].""")]
    [InlineData("CMD node \\\n  server.js", """Write CMD ["node", "server.js"].""")]
    public void Plain_words_are_written_out_in_exec_form(string instruction, string remedy) =>
        Check.Finding($"FROM node:24\n{instruction}\n", "CG6001").Message.ShouldEndWith(remedy);

    [Theory]
    [InlineData("CMD node server.js --port=$PORT")]
    [InlineData("CMD cd /app && node server.js")]
    [InlineData("CMD node 'my server.js'")]
    [InlineData("CMD node *.js")]
    [InlineData("CMD PORT=80 node server.js")]
    public void What_a_shell_interprets_is_not_rewritten(string instruction) =>
        Check.Finding($"FROM node:24\n{instruction}\n", "CG6001").Message.ShouldEndWith("""CMD ["/bin/sh", "-c", "exec …"].""");
}
