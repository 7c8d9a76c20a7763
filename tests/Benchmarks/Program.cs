using System.Globalization;
using BenchmarkDotNet.Running;
using ContainerGuard.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- [repository FILES | rules | BenchmarkDotNet's own arguments]
if (args is ["repository", var files])
{
    RepositoryRun.Run(int.Parse(files, CultureInfo.InvariantCulture));
    return;
}

if (args is ["rules"])
{
    RuleCosts.Run();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(DockerfileBenchmarks).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
