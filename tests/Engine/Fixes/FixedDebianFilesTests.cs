namespace ContainerGuard.Tests.Engine.Fixes;

/// <summary>Files on Debian, as people write them, fixed: they build to images that still run.</summary>
public sealed class FixedDebianFilesTests(DockerEngine engine, LockedImages images)
    : FixedFileTest(engine, images), IClassFixture<LockedImages>
{
    private const int WwwData = 33;
    private const int Shop = 100123;

    [Fact]
    public Task A_web_server() => Verify("debian/web", new()
    {
        Fixes = "CG1016, CG1017, CG1023, CG2003, CG5010, CG5011, CG5012, CG6001, CG7001",
        Does = Serves("It works.", 8080),
        Image = async image =>
            (await image.Files()).Keys.ShouldNotContain(file => file.StartsWith("/var/lib/apt/lists/", StringComparison.Ordinal)),
    });

    [Fact]
    public Task apt_for_people_and_a_list_with_an_empty_line() => Verify("debian/apt", new()
    {
        Fixes = "CG1010, CG1016 (2), CG1021, CG2003, CG5011, CG5012, CG5014 (2), CG7001",
        Does = Prints(".\n└── greet.txt\nHello, world!\nC.UTF-8"),
    });

    [Fact]
    public Task Package_lists_are_removed_where_nothing_reads_them_later() => Verify("debian/lists", new()
    {
        Fixes = "CG2003, CG5010 (2), CG5011 (2), CG5012 (2)",
        Does = Prints("Hello, world!\n/tmp\n`-- done\nall of it\n/usr/bin/time\n/usr/bin/ed"),
    });

    [Fact]
    public Task Lines_without_an_operator_between_them() => Verify("debian/lines", new()
    {
        Fixes = "CG2003, CG7014, CG7015",
        Does = Prints("a\nb"),
    });

    [Fact]
    public Task Here_documents() => Verify("debian/here-document", new()
    {
        Fixes = "CG1032, CG2003, CG5010, CG5012, CG6014",
        Does = Writes("waiting for the signal"),
        Stops = true,
    });

    [Fact]
    public Task Stages_in_many_cases() => Verify("debian/stages", new()
    {
        Fixes = "CG1004, CG1011 (3), CG1012 (2), CG1013, CG1023, CG1024, CG1026, CG1033, CG2003 (2), CG5012 (2), CG6001, CG7003",
        Does = Serves("two", 8080, "/second.html"),
    });

    [Fact]
    public Task A_user_with_a_high_number_owns_the_files() => Verify("debian/users", new()
    {
        Fixes = "CG1016 (2), CG2003, CG3004, CG3007",
        Does = Prints($"""
            {Shop}
            root root /opt
            shop shop /opt/sales
            shop shop /opt/sales/prices
            shop shop /opt/sales/tools
            shop shop /opt/sales/tools/sell
            written
            """),
    });

    [Fact]
    public Task The_folder_above_the_files_of_a_user_stays_with_root() => Verify("debian/users-deep", new()
    {
        Fixes = "CG1011, CG2003",
        Does = Prints($"""
            {WwwData}
            root .
            www-data sales
            www-data sales/prices
            as it should be
            """),
    });

    [Fact]
    public Task Lines_that_end_as_on_Windows() => Verify("debian/escape", new()
    {
        Fixes = "CG1016, CG2003, CG5011, CG5012, CG7001",
        Does = Prints("Hello, world!\nGood  day\nC:\\tools"),
        LineEnding = "\r\n",
    });

    [Fact]
    public Task Settings_keep_their_values() => Verify("debian/settings", new()
    {
        Fixes = "CG1016 (14), CG1017, CG1021, CG1023, CG1024, CG2003, CG4003, CG5010, CG5012, CG7001",
        Does = Prints("""
            A=one
            B=two   words
            C=one-two   words
            D=in  quotes
            E=single $A
            F=-Xmx64m -Dname=value
            G=a=b
            H==b
            I=a # no comment
            J=backslash and more
            L=[a,b]
            M=~/*.txt && ls; (x)
            N=goes     on
            O=tab by tab
            P=there default value
            PATH=/opt/tools/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            PWD=/
            """),
    });

    [Fact]
    public Task An_archive_is_unpacked_whatever_it_is_called() => Verify("debian/archive", new()
    {
        Fixes = "CG1017, CG2003, CG7001",
        Does = Prints("./inside.txt\n./plain\n./readme.txt\n./with space.txt\nplain"),
    });
}
