// Which stand-in bears which names. The stages are in the Dockerfile beside this file.

variable "REGISTRY" {}
variable "DOTNET_ROOT" {}
variable "DOTNET_VERSION" {}
variable "ASPNET_VERSION" {}
variable "DOTNET_SDK_VERSION" {}
variable "TRUST" {}

// What `docker buildx bake` makes for the .NET tests; the others are made on demand, because Debian's npm is some 400 packages.
group "dotnet" {
  targets = ["image", "sdk", "debian"]
}

group "languages" {
  targets = ["node", "python", "rpm"]
}

// What the generated files of other stacks stand on.
group "stacks" {
  targets = ["nginx-unprivileged", "golang", "distroless-static", "python", "ruby"]
}

// The programs of bun and Deno are some 100 MB.
group "runtimes" {
  targets = ["node", "bun", "deno", "nginx-unprivileged"]
}

// Debian's cargo and its compiler are some 40 packages.
group "rust" {
  targets = ["rust", "distroless-cc", "distroless-static"]
}

// A JDK and Maven with its plugins are some 250 packages.
group "java" {
  targets = ["jre", "maven", "distroless-java-base"]
}

// What native applications are compiled in.
group "aot" {
  targets = ["sdk-aot"]
}

target "base" {
  contexts = {
    debian-root = "docker-image://containerguard/debian"
    dotnet      = DOTNET_ROOT
    trust       = TRUST
  }
  args = {
    DOTNET_VERSION     = DOTNET_VERSION
    ASPNET_VERSION     = ASPNET_VERSION
    DOTNET_SDK_VERSION = DOTNET_SDK_VERSION
  }
  network    = "host"
  provenance = false
}

// As Microsoft tags them: 10.0 is the noble (Ubuntu 24.04) image; the chiseled ones have no shell and no package manager, nor have Azure Linux's
// distroless ones, which are no different to a Dockerfile.
target "image" {
  inherits = ["base"]
  name     = "${image}${replace(variant, ".", "")}"
  matrix = {
    image   = ["runtime-deps", "runtime", "aspnet"]
    variant = ["", "-chiseled", "-chiseled-extra"]
  }
  target = "${image}${variant}"
  tags = concat(
    ["${REGISTRY}/mcr/dotnet/${image}:10.0-noble${variant}"],
    variant == "" ? ["${REGISTRY}/mcr/dotnet/${image}:10.0"] : ["${REGISTRY}/mcr/dotnet/${image}:10.0-azurelinux3.0${replace(variant, "chiseled", "distroless")}"]
  )
}

target "sdk" {
  inherits = ["base"]
  target   = "sdk"
  tags     = ["${REGISTRY}/mcr/dotnet/sdk:10.0", "${REGISTRY}/mcr/dotnet/sdk:10.0-noble"]
}

target "sdk-aot" {
  inherits = ["base"]
  target   = "sdk-aot"
  tags     = ["${REGISTRY}/mcr/dotnet/sdk:10.0-noble-aot"]
}

target "debian" {
  inherits = ["base"]
  target   = "debian"
  tags     = ["${REGISTRY}/library/debian:12-slim", "${REGISTRY}/library/debian:bookworm-slim"]
}

target "node" {
  inherits = ["base"]
  target   = "node"
  tags     = ["${REGISTRY}/library/node:24-slim", "${REGISTRY}/library/node:24"]
}

target "bun" {
  inherits = ["base"]
  target   = "bun"
  tags     = ["${REGISTRY}/oven/bun:1-slim"]
}

target "deno" {
  inherits = ["base"]
  target   = "deno"
  tags     = ["${REGISTRY}/denoland/deno:2.9.1"]
}

target "python" {
  inherits = ["base"]
  target   = "python"
  tags     = ["${REGISTRY}/library/python:3.11-slim"]
}

target "golang" {
  inherits = ["base"]
  target   = "golang"
  tags     = ["${REGISTRY}/library/golang:1.27"]
}

target "ruby" {
  inherits = ["base"]
  name     = "ruby${variant}"
  matrix   = { variant = ["", "-slim"] }
  target   = "ruby${variant}"
  tags     = ["${REGISTRY}/library/ruby:3.4${variant}"]
}

target "distroless-static" {
  inherits = ["base"]
  target   = "distroless-static"
  tags     = ["${REGISTRY}/gcr/distroless/static-debian13:nonroot"]
}

target "rust" {
  inherits = ["base"]
  target   = "rust"
  tags     = ["${REGISTRY}/library/rust:1-trixie"]
}

target "distroless-cc" {
  inherits = ["base"]
  target   = "distroless-cc"
  tags     = ["${REGISTRY}/gcr/distroless/cc-debian13:nonroot"]
}

target "nginx-unprivileged" {
  inherits = ["base"]
  target   = "nginx-unprivileged"
  tags     = ["${REGISTRY}/nginxinc/nginx-unprivileged:1.30-alpine"]
}

target "jre" {
  inherits = ["base"]
  target   = "jre"
  tags     = ["${REGISTRY}/library/eclipse-temurin:17-jre-noble"]
}

target "maven" {
  inherits = ["base"]
  target   = "maven"
  tags     = ["${REGISTRY}/library/maven:3.9-eclipse-temurin-17"]
}

target "distroless-java-base" {
  inherits = ["base"]
  target   = "distroless-java-base"
  tags     = ["${REGISTRY}/gcr/distroless/java-base-debian13:nonroot"]
}

target "rpm" {
  inherits = ["base"]
  target   = "rpm"
  tags     = ["${REGISTRY}/library/fedora:41", "${REGISTRY}/library/rockylinux:9", "${REGISTRY}/opensuse/leap:15.6"]
}
