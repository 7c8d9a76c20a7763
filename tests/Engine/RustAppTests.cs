using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>Rust applications with Debian's cargo and crates in the repository: published, built by the printed command, run.</summary>
public sealed class RustAppTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const int NonRoot = 65532;

    /// <summary>The checksum of a crate, which cargo only compares with that of the lock file.</summary>
    private static readonly string Checksum = new('a', 64);

    [StringSyntax("rust")]
    private const string Server = """
        use std::io::{Read, Write};
        use std::net::TcpListener;

        extern "C" {
            fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
            fn _exit(code: i32) -> !;
        }

        extern "C" fn stop(_: i32) {
            unsafe { _exit(0) }
        }

        fn main() {
            unsafe { signal(15, stop) };
            for connection in TcpListener::bind("0.0.0.0:8080").unwrap().incoming() {
                let mut connection = connection.unwrap();
                let (mut request, mut part) = (Vec::new(), [0; 4096]);
                while !request.ends_with(b"\r\n\r\n") {
                    match connection.read(&mut part) {
                        Ok(length) if length > 0 => request.extend_from_slice(&part[..length]),
                        _ => break,
                    }
                }

                let body = format!("{} {}", greeting::WORDS, text::PLACE);
                let _ = write!(connection, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", body.len(), body);
            }
        }
        """;

    [Fact]
    public async Task A_member_of_a_workspace_with_vendored_crates_is_one_program_in_an_image_without_a_shell()
    {
        using var workspace = package.NewRepository();
        workspace.Write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"2\"\n");
        workspace.Write("Cargo.lock", $"""
            version = 3

            [[package]]
            name = "greeting"
            version = "1.2.0"
            source = "registry+https://github.com/rust-lang/crates.io-index"
            checksum = "{Checksum}"

            [[package]]
            name = "shop"
            version = "0.1.0"
            dependencies = [
             "greeting",
             "text",
            ]

            [[package]]
            name = "text"
            version = "0.1.0"

            """);
        workspace.Write(
            ".cargo/config.toml",
            "[source.crates-io]\nreplace-with = \"vendored-sources\"\n\n[source.vendored-sources]\ndirectory = \"vendor\"\n");
        workspace.Write("vendor/greeting/Cargo.toml", "[package]\nname = \"greeting\"\nversion = \"1.2.0\"\nedition = \"2021\"\n");
        workspace.Write("vendor/greeting/.cargo-checksum.json", $$"""{"files":{},"package":"{{Checksum}}"}""");
        workspace.Write("vendor/greeting/src/lib.rs", "pub const WORDS: &str = \"Hello from Rust\";\n");
        workspace.Write("crates/text/Cargo.toml", "[package]\nname = \"text\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        workspace.Write("crates/text/src/lib.rs", "pub const PLACE: &str = \"beside\";\n");
        var app = Project(workspace, "crates/shop")
            .File(
                "Cargo.toml",
                "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\ngreeting = \"1.2\"\n"
                    + "text = { path = \"../text\" }\n")
            .File("src/main.rs", Server)
            .Item("ContainerPort", "8080");

        await using var image = await Image(app);

        await image.Serves(NonRoot, "Hello from Rust beside");
        var files = await image.Files();
        files.Keys.Where(static file => file.StartsWith("/app/", StringComparison.Ordinal)).ShouldBe(["/app/shop"]);
        files.Keys.Select(Path.GetFileName).ShouldNotContain(static name => name == "sh" || name == "cargo" || name == "main.rs");
        files["/app/shop"].IsWritableBy(NonRoot, NonRoot).ShouldBeFalse();
    }

    [Fact]
    public async Task A_static_program_runs_without_a_C_library_and_a_change_is_compiled_again()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace, "tool")
            .Property("ContainerFamily", "static")
            .File("Cargo.toml", "[package]\nname = \"tool\"\nversion = \"0.1.0\"\nedition = \"2021\"\n")
            .File("Cargo.lock", "version = 3\n\n[[package]]\nname = \"tool\"\nversion = \"0.1.0\"\n")
            .File("src/main.rs", "fn main() { println!(\"static\"); }\n");

        await using (var image = await Image(app))
        {
            await image.Writes(NonRoot, "static");
            (await image.Files()).Keys.ShouldNotContain(static file => file.Contains("libc.so", StringComparison.Ordinal));
        }

        // As in an older checkout: the file is older than the program in the cache.
        app.File("src/main.rs", "fn main() { println!(\"changed\"); }\n");
        File.SetLastWriteTimeUtc(app.Combine("src", "main.rs"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using var changed = await Image(app);
        await changed.Writes(NonRoot, "changed");
    }

    private TestProject Project(TestWorkspace workspace, string name) => workspace.StackProject(name, package, Engine);

    private async Task<BuiltImage> Image(TestProject app)
    {
        await DockerEngine.Make("rust");
        return await app.ToFaultlessImage(Engine);
    }
}
