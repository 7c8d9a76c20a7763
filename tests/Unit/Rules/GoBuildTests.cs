namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>How a Go program gets its packages: CG5081 and CG7008 agree on it.</summary>
public sealed class GoBuildTests
{
    [Theory]
    [InlineData("FROM golang:1.26\nCOPY . .\nRUN go build .\n")]
    [InlineData("FROM golang:latest\nWORKDIR /src\nCOPY . .\nRUN go install ./...\n")]
    [InlineData("FROM golang:1\nCOPY . .\nRUN go build .\n")]
    [InlineData("FROM golang:1.26\nWORKDIR /go/src/app\nCOPY . .\nRUN go build .\n")]
    [InlineData("FROM golang:1.12\nENV GO111MODULE=on\nWORKDIR /go/src/example.com/shop\nCOPY . .\nRUN go build .\n")]
    public void A_build_with_modules_repeats_their_download(string text) => Check.Findings(text, "CG7008").Count.ShouldBe(1);

    [Theory]
    [InlineData("FROM golang:1.8.3\nCOPY . .\nRUN go build .\n")]
    [InlineData("FROM golang:1.10-alpine\nCOPY . .\nRUN go install .\n")]
    [InlineData("FROM golang:latest\nWORKDIR /go/src/example.com/shop\nCOPY . .\nRUN go build\n")]
    [InlineData("FROM golang:1.12\nWORKDIR $GOPATH/src/shop\nCOPY . .\nRUN go build\n")]
    [InlineData("FROM golang\nADD . /go/src/example.com/shop\nRUN go install example.com/shop\n")]
    [InlineData("FROM golang:alpine\nCOPY . .\nRUN dep ensure\nRUN go build .\n")]
    [InlineData("FROM golang:alpine\nCOPY . .\nRUN go get -d ./... && go build .\n")]
    [InlineData("FROM golang:alpine AS tools\nRUN glide install\nFROM tools\nCOPY . .\nRUN go build .\n")]
    [InlineData("FROM golang:1.14\nENV GO111MODULE=off\nCOPY . .\nRUN go build .\n")]
    public void A_build_without_modules_may_download_nothing(string text) => Check.Findings(text, "CG7008").ShouldBeEmpty();

    [Theory]
    [InlineData("WORKDIR /go/src/example.com/shop\nCOPY . .\nRUN go install -v example.com/shop/...")]
    [InlineData("WORKDIR $GOPATH/src/example.com/shop\nCOPY . .\nRUN go install example.com/shop")]
    [InlineData("COPY . /go/src/example.com/shop\nRUN go install example.com/shop/cmd/web")]
    public void The_program_itself_has_no_version(string instructions) =>
        Check.Findings($"FROM golang:latest\n{instructions}\n", "CG5081").ShouldBeEmpty();

    [Theory]
    [InlineData("WORKDIR /go/src/example.com/shop\nRUN go get example.com/shopping")]
    [InlineData("WORKDIR /src\nRUN go install example.com/src/tool@latest")]
    public void Another_module_has_one(string instructions) =>
        Check.Findings($"FROM golang:latest\n{instructions}\n", "CG5081").Count.ShouldBe(1);

    [Fact]
    public void An_old_version_of_go_cannot_pin() =>
        Check.Finding("FROM golang:1.7\nRUN go get example.com/tool\n", "CG5081").Message.ShouldBe(
            "'example.com/tool' has no version. Go 1.7 cannot pin one. "
                + "Use a supported version of Go, and write '@<version>' after the name.");
}
