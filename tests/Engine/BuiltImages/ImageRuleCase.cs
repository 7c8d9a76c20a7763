using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.BuiltImages;

/// <summary>
/// Two Dockerfiles for a rule, as the instructions after FROM: an image of the first has a finding, one of the second has none. In both,
/// <c>DEBIAN</c> is the stand-in with a shell. A line <c>FROM</c> replaces the base.
/// </summary>
/// <param name="Bad">Instructions.</param>
/// <param name="Good">Instructions.</param>
internal sealed record ImageRuleCase(string Bad, string Good)
{
    /// <summary>What the project says about the image besides the Dockerfile: of the bad one, then of the good one.</summary>
    public Func<ImageInputs, bool, ImageInputs> Inputs { get; init; } = static (inputs, _) => inputs;

    /// <summary>The rules and their images. Large downloads are replaced by the files that they leave.</summary>
    public static IReadOnlyDictionary<string, ImageRuleCase> All { get; } = new Dictionary<string, ImageRuleCase>
    {
        ["CG8001"] = new("RUN useradd -o -u 0 toor\nUSER toor", "RUN useradd app\nUSER app"),
        ["CG8003"] = new("EXPOSE 8080", "EXPOSE 8080\nHEALTHCHECK CMD true"),
        ["CG8004"] = new(
            "RUN mkdir -p /var/lib/apt/lists && head -c 300000 /dev/zero > /var/lib/apt/lists/mirror_Packages",
            "RUN mkdir -p /var/lib/apt/lists && touch /var/lib/apt/lists/x && rm -rf /var/lib/apt/lists/*"),
        ["CG8005"] = new("RUN cp /bin/true /as-root && chmod 4755 /as-root", "RUN cp /bin/true /as-root && chmod 755 /as-root"),
        ["CG8006"] = new("ADD app /app/", "COPY app /app/"),
        ["CG8007"] = new("ENV DB_PASSWORD=Tr0ub4dor", "ENV DB_PASSWORD_FILE=/run/secrets/db"),
        ["CG8008"] = new("COPY secret /app/key\nRUN rm /app/key", "RUN --mount=type=bind,source=secret,target=/secret test -f /secret"),
        ["CG8009"] = new("RUN useradd app && passwd -d app", "RUN useradd app"),
        ["CG8010"] = new(
            "RUN mkdir -p /etc/sudoers.d && echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app",
            "RUN mkdir -p /etc/sudoers.d && echo 'app ALL=(ALL) ALL' > /etc/sudoers.d/app"),
        ["CG8011"] = new("VOLUME /sys/fs/cgroup", "VOLUME /data"),
        ["CG8012"] = new("RUN apt-get --simulate dist-upgrade", "RUN apt-get --simulate upgrade"),
        ["CG8013"] = new(
            "RUN mkdir -p /root/.cache/pip && head -c 300000 /dev/zero > /root/.cache/pip/wheel",
            "RUN --mount=type=cache,target=/root/.cache/pip touch /root/.cache/pip/wheel"),
        ["CG8014"] = new("USER 1", "USER 1")
        {
            Inputs = static (inputs, isBad) => inputs with
            {
                Reference = ImageReference.Parse(isBad ? "registry.corp.example/app" : "registry.corp.example/app:1.0"),
            },
        },
        ["CG8015"] = new("RUN useradd -o -u 1000 one && useradd -o -u 1000 two", "RUN useradd -u 1000 one && useradd -u 1001 two"),
        ["CG8016"] = new("COPY . /app/", "COPY app /app/"),
        ["CG8017"] = new("USER 1", "USER 1")
        {
            Inputs = static (inputs, isBad) => inputs with
            {
                Trusted = TrustOnly(isBad ? "mcr.microsoft.com" : inputs.Base!.Reference.Registry),
            },
        },
        ["CG8018"] = new("RUN cp /bin/true /usr/bin/gdb", "RUN cp /bin/true /usr/bin/shop"),
        ["CG8019"] = new(
            "RUN echo 'deb [trusted=yes] http://apt.corp.example stable main' > /etc/apt/sources.list.d/corp.list",
            "RUN echo 'deb [signed-by=/etc/corp.gpg] http://apt.corp.example stable main' > /etc/apt/sources.list.d/corp.list"),
        ["CG8020"] = new("RUN printf 'ID=debian\\nVERSION_ID=\"10\"\\n' > /usr/lib/os-release", "RUN touch /usr/lib/other-release"),
        ["CG8021"] = new("COPY --chmod=777 app /app/run", "COPY --chmod=755 app /app/run"),
        ["CG8022"] = new(
            "COPY --chown=1654 --chmod=755 app /app/run\nUSER 1654\nENTRYPOINT [\"/app/run\"]",
            "COPY --chmod=755 app /app/run\nUSER 1654\nENTRYPOINT [\"/app/run\"]"),
        ["CG8023"] = new("COPY app /app/run\nENTRYPOINT [\"/app/start\"]", "COPY app /app/run\nENTRYPOINT [\"/app/run\"]"),
        ["CG8024"] = new(
            "COPY --chmod=644 app /run.sh\nENTRYPOINT [\"/run.sh\"]", "COPY --chmod=755 app /run.sh\nENTRYPOINT [\"/run.sh\"]"),
        ["CG8025"] = new(
            "RUN cp /bin/true /run1 && printf '\\267' | dd of=/run1 bs=1 seek=18 conv=notrunc\nENTRYPOINT [\"/run1\"]",
            "RUN cp /bin/true /run1\nENTRYPOINT [\"/run1\"]"),
        ["CG8026"] = new(
            "FROM scratch\nCOPY --from=DEBIAN /bin/true /run1\nENTRYPOINT [\"/run1\"]",
            "COPY --from=DEBIAN /bin/true /run1\nENTRYPOINT [\"/run1\"]"),
        ["CG8027"] = new(
            "FROM scratch\nCOPY --from=DEBIAN /bin/true /run1\nCMD /run1",
            "FROM scratch\nCOPY --from=DEBIAN /bin/true /run1\nCMD [\"/run1\"]"),
        ["CG8029"] = new(
            "RUN cp /bin/true /usr/bin/gcc\nENTRYPOINT [\"/bin/sleep\", \"1\"]", "RUN touch /x\nENTRYPOINT [\"/bin/sleep\", \"1\"]"),
        ["CG8030"] = new("FROM DISTROLESS\nCOPY --from=DEBIAN /bin/dash /bin/sh", "FROM DISTROLESS\nCOPY --from=DEBIAN /bin/true /run1"),
        ["CG8033"] = new(
            "RUN head -c 3000000 /dev/zero > /big\nRUN chmod 600 /big", "RUN head -c 3000000 /dev/zero > /big && chmod 600 /big"),
        ["CG8034"] = new("COPY app /app/other", "COPY app /app/run")
        {
            Inputs = static (inputs, _) => inputs with { Expectations = [new Expectation(ExpectationKind.File, "/app/run")] },
        },
        ["CG8035"] = new(
            "FROM scratch\nCOPY --from=certificates /run1 /run1\nENTRYPOINT [\"/run1\"]",
            "FROM scratch\nCOPY --from=certificates /run1 /run1\nENV SSL_CERT_DIR=/certificates\nENTRYPOINT [\"/run1\"]"),
        ["CG8036"] = new("ENV TZ=Europe/Nowhere", "ENV TZ=Europe/Berlin"),
        ["CG8037"] = new("COPY app /app/libshop.so.dbg", "COPY app /app/libshop.so"),
        ["CG8038"] = new("COPY app /app/.env", "COPY app /app/run"),
    };

    /// <summary>
    /// No builder makes these: a signature belongs to a registry (CG8002), a debug variant to its tag (CG8028), a base that is not the
    /// locked one to the lock file (CG8031), and no builder writes unsafe paths (CG8032). The pages of the rules have fixtures.
    /// </summary>
    public static IReadOnlyList<string> OnlyFixtures { get; } = ["CG8002", "CG8028", "CG8031", "CG8032"];

    /// <summary>Writes the build context and one of the Dockerfiles.</summary>
    /// <returns>The Dockerfile.</returns>
    public string Write(TemporaryDirectory folder, bool isBad, string debian, string distroless)
    {
        folder.Write("app", "#!/bin/sh\necho shop\n");
        folder.Write("secret", "-----BEGIN RSA PRIVATE " + "KEY-----\nMIIEpAIBAAKCAQEA0aB1cD2eF3gH4iJ5kL6mN7oP8qR9\n");
        folder.Write(".git/config", "[core]\n");
        var text = isBad ? Bad : Good;
        var program = text.Contains("certificates /run1", StringComparison.Ordinal)
            ? "FROM DEBIAN AS certificates\nRUN cp /bin/true /run1 && printf '/etc/ssl/certs/ca-certificates.crt' >> /run1\n"
            : "";
        text = program + (text.StartsWith("FROM ", StringComparison.Ordinal) ? text : $"FROM DEBIAN\n{text}") + "\n";
        return folder.Write(
            "Dockerfile",
            text.Replace("DEBIAN", debian, StringComparison.Ordinal).Replace("DISTROLESS", distroless, StringComparison.Ordinal));
    }

    private static TrustedRegistries TrustOnly(string registry)
    {
        TrustedRegistries.TryCreate([registry], out var trusted, out var reason).ShouldBeTrue(reason);
        return trusted!;
    }
}
