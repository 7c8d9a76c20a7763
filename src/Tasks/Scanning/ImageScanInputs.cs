using ContainerGuard.Advisories;

namespace ContainerGuard.Scanning;

/// <summary>What a scan of an image compares with.</summary>
/// <param name="Table">The data.</param>
/// <param name="Accepted">What the project accepts.</param>
/// <param name="Settings">The severities.</param>
internal sealed record ImageScanInputs(AdvisoryTable Table, Accepted Accepted, ScanSettings Settings);
