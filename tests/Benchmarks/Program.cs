using System.Globalization;
using BenchmarkDotNet.Running;
using ContainerGuard.Benchmarks;
using ContainerGuard.Benchmarks.Trivy;
using ContainerGuard.Benchmarks.Versions;

// dotnet run -c Release --project tests/Benchmarks -- [repository FILES [shellcheck] | same RUNS [in-one-process] | rules | hadolint [CODE]
// | tally PROGRAM FILES [RULE] | killed-writers COUNT | killed-caches COUNT | secrets FOLDER [ROOT] | registry
// | scan FOLDER | trivy-agreement TRIVY IMAGES [RECORDS] | versions ECOSYSTEM PAIRS SEED [TABLE] | advisories FILE
// | damaged COUNT SEED FOLDER | inspect IMAGE [TRIVY]
// | lsp CONTAINERGUARD | report | tool CONTAINERGUARD
// | BenchmarkDotNet's own arguments]
if (args is ["repository", var files, .. var options])
{
    RepositoryRun.Run(int.Parse(files, CultureInfo.InvariantCulture), withShellCheck: options is ["shellcheck"]);
    return;
}

if (args is ["same", var runs, .. var place])
{
    SameReport.Run(int.Parse(runs, CultureInfo.InvariantCulture), inOneProcess: place is ["in-one-process"]);
    return;
}

if (args is ["check-once", var root])
{
    RepositoryRun.CheckOnce(root);
    return;
}

if (args is ["rules"])
{
    RuleCosts.Run();
    return;
}

if (args is ["hadolint", .. var code])
{
    HadolintAgreement.Run(code is [var one] ? one : null);
    return;
}

if (args is ["tally", var linter, var spread, .. var ofRule])
{
    TallyAgreement.Run(linter, int.Parse(spread, CultureInfo.InvariantCulture), ofRule is [var wanted] ? wanted : null);
    return;
}

if (args is ["killed-writers", var writers])
{
    await KilledWriters.Run(int.Parse(writers, CultureInfo.InvariantCulture));
    return;
}

if (args is ["write-lock-file", var path, var name])
{
    await KilledWriters.Write(path, name);
    return;
}

if (args is ["killed-caches", var caches])
{
    await KilledCaches.Run(int.Parse(caches, CultureInfo.InvariantCulture));
    return;
}

if (args is ["write-cache", var cache])
{
    KilledCaches.Write(cache);
    return;
}

if (args is ["secrets", var folder, .. var above])
{
    SecretSpeed.Run(folder, above is [var top] ? top : "/");
    return;
}

if (args is ["inspect", var inspected, .. var trivy])
{
    await InspectSpeed.Run(inspected, trivy is [var program] ? program : null);
    return;
}

if (args is ["inspect-once", var mode, var image, var store])
{
    InspectSpeed.RunOnce(mode, image, store);
    return;
}

if (args is ["damaged", var damaged, var from, var samples])
{
    await DamagedArchives.Run(int.Parse(damaged, CultureInfo.InvariantCulture), int.Parse(from, CultureInfo.InvariantCulture), samples);
    return;
}

if (args is ["damaged-batch", var batch, var start, var whole])
{
    DamagedArchives.RunBatch(int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(start, CultureInfo.InvariantCulture), whole);
    return;
}

if (args is ["advisories", var records])
{
    AdvisorySpeed.Run(records);
    return;
}

if (args is ["versions", var ecosystem, var pairs, var seed, .. var table])
{
    var count = int.Parse(pairs, CultureInfo.InvariantCulture);
    VersionDifferences.Run(ecosystem, count, int.Parse(seed, CultureInfo.InvariantCulture), table is [var file] ? file : null);
    return;
}

if (args is ["scan", var advisories])
{
    await ScanSpeed.Run(advisories);
    return;
}

if (args is ["trivy-agreement", var scanner, var archives, .. var osv])
{
    Environment.ExitCode = await TrivyAgreement.Run(scanner, archives, osv is [var wholeRecords] ? wholeRecords : null) ? 0 : 1;
    return;
}

if (args is ["scan-once", var scanned])
{
    ScanSpeed.RunOnce(scanned);
    return;
}

if (args is ["tool", var tool])
{
    ToolSpeed.Run(tool);
    return;
}

if (args is ["report"])
{
    ReportSpeed.Run();
    return;
}

if (args is ["report-once", var project])
{
    ReportSpeed.RunOnce(project);
    return;
}

if (args is ["lsp", var server])
{
    await EditorSpeed.Run(server);
    return;
}

if (args is ["registry"])
{
    await RegistrySpeed.Run();
    return;
}

if (args is ["registry-once", var authority])
{
    await RegistrySpeed.RunOnce(authority);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(DockerfileBenchmarks).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
