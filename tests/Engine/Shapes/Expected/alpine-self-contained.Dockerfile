# nuget-feed is a package source outside the build context: docker build --build-context nuget-feed=<its folder>.
FROM scratch AS nuget-feed

# The SDK of net10.0, on musl as the final image.
# build compiles on the builder's own architecture, for the target's.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-alpine AS build
ARG TARGETARCH
WORKDIR /src

# What restore reads comes before the sources, so that an edit of a source does not restore again.
COPY nuget.config ./
COPY app/app.csproj app/
# The mount spares downloads. The packages stay in this layer, so that no pruned cache can part them from it (NETSDK1064).
RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \
    --mount=type=bind,from=nuget-feed,target=/feed \
    dotnet restore app/app.csproj -a "$TARGETARCH" -p:Configuration=Release -p:SelfContained=true

COPY . .
# A compiler server would compile this one project and be gone: the compiler runs by itself, which is quicker.
# ContainerGuard has checked this project already and does not run again inside the image's build.
RUN dotnet publish app/app.csproj --no-restore -c Release -a "$TARGETARCH" -p:SelfContained=true \
    -p:ContainerGuardEnabled=false -p:UseSharedCompilation=false -p:_ContainerGuardInImage=true -o /app

# What an app with a runtime of its own needs, in the variant that ContainerFamily names; -extra brings ICU
# and time zones, as globalization is not invariant.
# final is the image that ships, without the SDK and the sources (CG2007).
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine-extra AS final
# Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
# A WORKDIR before this COPY would make the folder, and give it to that user.
COPY --from=build /app /app
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
LABEL net.dot.runtime.majorminor=10.0 \
    org.opencontainers.image.authors=app \
    org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine-extra \
    org.opencontainers.image.version=1.0.0
# The base image's app user ($APP_UID), as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).
USER 1654
# wget is BusyBox's, which alpine has (CG6009).
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["wget", "--quiet", "--output-document=/dev/null", "http://127.0.0.1:8080/"]
# The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
ENTRYPOINT ["/app/app"]
