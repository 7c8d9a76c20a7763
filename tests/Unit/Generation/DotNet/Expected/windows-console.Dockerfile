# escape=`

# The Windows engine reads only the context's .dockerignore: copy the lines of this file's ignore file into it.

# The SDK for net10.0, on the same Windows release as the final image.
FROM mcr.microsoft.com/dotnet/sdk:10.0-nanoserver-ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
WORKDIR /src

# Copy what restore reads first, so that a change of a source file does not repeat the restore.
COPY src/Tool/Tool.csproj src/Tool/
COPY ["my packages/", "my packages/"]
RUN dotnet restore src/Tool/Tool.csproj -r win-x64 -p:Configuration=Release -p:SelfContained=true

COPY . .
# ContainerGuard has already checked this project, so it is off in this build.
RUN dotnet publish src/Tool/Tool.csproj --no-restore -c Release -r win-x64 -p:SelfContained=true `
    -p:ContainerGuardEnabled=false -p:_ContainerGuardInImage=true -o /app

# Windows without .NET, because the app is self-contained, on Nano Server, the smallest Windows; ltsc2022 runs
# on Windows Server 2022 and later.
# final is the image that ships: no SDK, no sources (CG2007).
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
COPY --from=build ["/app", "C:\\my app"]
WORKDIR "C:\my app"
ENV DOTNET_ENVIRONMENT=Production
EXPOSE 9000
LABEL org.opencontainers.image.base.digest=sha256:1111111111111111111111111111111111111111111111111111111111111111 `
    org.opencontainers.image.base.name=mcr.microsoft.com/windows/nanoserver:ltsc2022
# The account in Windows images that is not an administrator (CG3002).
USER ContainerUser
# curl is part of Windows (CG6009).
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["curl", "--fail", "--silent", "--show-error", "--output", "NUL", "http://127.0.0.1:9000/"]
# Exec form: the app is PID 1 and receives the event of docker stop (CG6001).
ENTRYPOINT ["C:\\my app\\Tool.exe"]
