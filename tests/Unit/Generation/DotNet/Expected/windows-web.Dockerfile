# escape=`

# The engine of Windows reads the context's .dockerignore alone: copy the file beside this one there.

# The SDK of net10.0, on the same Windows as the final image.
FROM mcr.microsoft.com/dotnet/sdk:10.0-nanoserver-ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
WORKDIR /src

# What restore reads comes before the sources, so that an edit of a source does not restore again.
COPY src/Api/Api.csproj src/Api/
COPY ["my packages/", "my packages/"]
RUN dotnet restore src/Api/Api.csproj -r win-x64 -p:Configuration=Release -p:UseAppHost=false

COPY . .
# ContainerGuard has checked this project already and does not run again inside the image's build.
RUN dotnet publish src/Api/Api.csproj --no-restore -c Release -r win-x64 -p:UseAppHost=false `
    -p:ContainerGuardEnabled=false -p:_ContainerGuardInImage=true -o /app

# The ASP.NET Core runtime, on Nano Server, the smallest Windows; that of 2022 runs on Windows Server 2022 and
# later.
# final is the image that ships, without the SDK and the sources (CG2007).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
COPY --from=build /app /app
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production `
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111111111111111111111111111111111111111111111111111111111111111 `
    org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022
# The account of Windows' images that is no administrator (CG3002).
USER ContainerUser
# The probe lies beside the app and needs no shell (CG6009).
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["dotnet", "C:\\app\\ContainerGuard.Probe.dll", "http://127.0.0.1:8080/healthz"]
# The exec form: the app is the first process, and is told of docker stop itself (CG6001).
ENTRYPOINT ["dotnet", "Api.dll"]
