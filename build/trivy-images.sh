#!/usr/bin/env bash
# Makes the images that tests/Benchmarks scans with ContainerGuard and with Trivy (-- trivy-agreement): systems of Debian in four releases, the stand-ins
# of the engine tests, applications of .NET, Node.js, Python, Ruby and Go, and systems that have only a database of packages.
# Usage: build/trivy-images.sh FOLDER
# Needs the engine of build/engine, npm, and Debian's rpm. An image that is there is not made again.
# shellcheck source-path=SCRIPTDIR source=engine/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/engine/common.sh"

folder=$(mkdir -p -- "$1" && realpath -- "$1")
repository=$(realpath -- "$engine_scripts/../..")
databases=$repository/tests/Unit/Packages/Databases
read -r mirror _ < <(debian_mirror)
work=$(mktemp -d)
trap 'as_root rm -rf -- "$work"' EXIT
for program in jq npm rpmbuild debootstrap; do command -v "$program" >/dev/null || die "install $program first"; done

# archive NAME ROOT [VARIABLE=VALUE…]: an image with one layer, which holds a folder.
archive() {
  local name=$1 root=$2 layer=$work/layer.tar
  shift 2
  as_root tar -C "$root" --exclude=./dev/* --exclude=./proc/* --exclude=./var/cache/apt/archives/*.deb --exclude=./var/lib/apt/lists/* -cf "$layer" .
  local digest; digest=$(sha256sum "$layer" | cut -d ' ' -f 1)
  jq -n --arg digest "sha256:$digest" '{architecture: "amd64", os: "linux", config: {Env: $ARGS.positional}, rootfs: {type: "layers", diff_ids: [$digest]},
    history: [{created_by: "ADD files in /"}]}' --args "$@" >"$work/config.json"
  jq -n --arg tag "agreement/$name:1" '[{Config: "config.json", RepoTags: [$tag], Layers: ["layer.tar"]}]' >"$work/manifest.json"
  tar -C "$work" -cf "$folder/$name.part" manifest.json config.json layer.tar
  as_root rm -f -- "$layer"
  mv -- "$folder/$name.part" "$folder/$name.tar"
}

# wanted NAME: whether an image is to be made, in the folder $root.
wanted() {
  [ ! -e "$folder/$1.tar" ] || return 1
  say "making $1"
  root=$work/$1
  mkdir -p "$root"
}

# system ID VERSION: the folder $root says that it is this system.
system() {
  mkdir -p "$root/etc"
  printf 'ID=%s\nVERSION_ID="%s"\n' "$1" "$2" >"$root/etc/os-release"
  case $1 in
    debian) echo "$2.0" >"$root/etc/debian_version" ;;
    mariner) echo "CBL-Mariner $2" >"$root/etc/mariner-release" ;;
    almalinux) echo "AlmaLinux release $2" >"$root/etc/almalinux-release" ;;
  esac
}

debian() {
  as_root debootstrap --variant=minbase "$1" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
    { tail -n 20 "$work/debootstrap.log" >&2; die "debootstrap failed"; }
}

for suite in bullseye bookworm trixie sid; do
  if wanted "debian-$suite"; then debian "$suite"; archive "debian-$suite" "$root"; as_root rm -rf -- "$root"; fi
done

# steps NAME PACKAGES COMMAND: an image that installs packages on Debian, and copies libraries of the system to where the system does not own them.
steps() {
  wanted "$1" || return 0
  printf 'FROM containerguard/debian\nRUN apt-get update && apt-get install --yes --no-install-recommends %s && rm -rf /var/lib/apt/lists/*\nRUN %s\n' "$2" "$3" |
    docker build --quiet --network=host --tag "agreement-$1" - >/dev/null
  docker save -o "$folder/$1.part" "agreement-$1"
  docker image rm "agreement-$1" >/dev/null
  mv -- "$folder/$1.part" "$folder/$1.tar"
}
steps python 'python3-django python3-requests python3-jinja2 python3-cryptography python3-yaml python3-lxml python3-numpy python3-pip' \
  'mkdir -p /opt/venv/lib/python3.11/site-packages && cp -r /usr/lib/python3/dist-packages/*-info /opt/venv/lib/python3.11/site-packages'
steps ruby 'ruby ruby-rails ruby-nokogiri ruby-sinatra puma' \
  'mkdir -p /usr/local/bundle/specifications && cp /usr/share/rubygems-integration/*/specifications/*.gemspec /usr/local/bundle/specifications'

if wanted npm; then
  system debian 12
  mkdir -p "$root/app"
  (cd "$root/app" && npm init --yes >"$work/npm.log" &&
    npm install --no-audit --no-fund --ignore-scripts express webpack webpack-dev-server jest eslint lodash @babel/core >"$work/npm.log" 2>&1) ||
    { tail "$work/npm.log" >&2; die "npm install failed"; }
  archive npm "$root"; rm -rf -- "$root"
fi
if wanted npm-prereleases; then
  system debian 12
  while read -r name version; do
    mkdir -p "$root/app/node_modules/$name"
    printf '{"name":"%s","version":"%s"}' "$name" "$version" >"$root/app/node_modules/$name/package.json"
  done <<'LIST'
alpha 1.0.0-alpha
beta 1.0.0-beta.11
candidate 2.1.0-rc.1
canary 19.0.0-canary-7118f5dd7-20230705
build 1.2.3+build.5
@scope/next 3.0.0-next.0
zero 0.0.0
date 2024.1.15
LIST
  archive npm-prereleases "$root"; rm -rf -- "$root"
fi
if wanted go; then
  system debian 12
  mkdir -p "$root/usr/local/bin"
  cp "$engine_bin/docker" "$engine_bin/dockerd" "$engine_config/cli-plugins/docker-buildx" "$(command -v skopeo)" "$engine_bin/trivy" "$root/usr/local/bin"
  cp "$databases"/go-buildinfo/*.elf "$root/usr/local/bin"
  chmod +x "$root"/usr/local/bin/*
  archive go "$root"; rm -rf -- "$root"
fi

# .NET: with the runtime of the image, with its own runtime, and in one file.
if [ ! -e "$folder/dotnet-single-file.tar" ]; then
  say "publishing an application of .NET"
  mkdir -p "$work/App"
  cat >"$work/App/App.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit><NoWarn>NU1510</NoWarn></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Newtonsoft.Json" Version="12.0.1" />
    <PackageReference Include="Serilog.AspNetCore" Version="8.0.0" />
    <PackageReference Include="Microsoft.Data.SqlClient" Version="6.0.2" />
    <PackageReference Include="NLog" Version="5.0.4" />
    <PackageReference Include="System.Net.Http" Version="4.3.0" />
    <PackageReference Include="Npgsql" Version="8.0.3" />
  </ItemGroup>
</Project>
PROJECT
  echo 'System.Console.WriteLine("agreement");' >"$work/App/Program.cs"
  publish() { dotnet publish "$work/App" -c Release -o "$work/$1/app" -v quiet -nologo "${@:2}" >&2; }
  for form in framework-dependent self-contained single-file; do
    root=$work/dotnet-$form
    system debian 12
    case $form in
      framework-dependent) publish "dotnet-$form" ;;
      self-contained) publish "dotnet-$form" -r linux-x64 --self-contained ;;
      single-file) publish "dotnet-$form" -r linux-x64 --self-contained -p:PublishSingleFile=true ;;
    esac
    archive "dotnet-$form" "$root"
  done
fi
for image in runtime:10.0 aspnet:10.0-noble-chiseled aspnet:10.0-azurelinux3.0-distroless sdk:10.0; do
  name=stand-in-${image//[:\/]/-}
  if wanted "$name"; then
    docker save -o "$folder/$name.part" "$engine_address/mcr/dotnet/$image"
    mv -- "$folder/$name.part" "$folder/$name.tar"
  fi
done

# Systems of which only the database of packages is there.
if wanted alpine-3.10; then
  system alpine 3.10.0
  install -D "$databases/apk/alpine-310.installed" "$root/lib/apk/db/installed"
  archive alpine-3.10 "$root"
fi
if wanted alpine-3.16; then
  system alpine 3.16.2
  install -D "$databases/apk/installed" "$root/lib/apk/db/installed"
  archive alpine-3.16 "$root"
fi
if wanted mariner-2.0; then
  system mariner 2.0.20220731
  mkdir -p "$root/var/lib/rpm"
  gunzip -c "$databases/rpm/cbl-mariner-2.0.rpmdb.sqlite.gz" >"$root/var/lib/rpm/rpmdb.sqlite"
  archive mariner-2.0 "$root"
fi
if wanted mariner-2.0-distroless; then
  system mariner 2.0.20220731
  install -D "$databases/rpmmanifest/cbl-mariner-2.0.container-manifest-2" "$root/var/lib/rpmmanifest/container-manifest-2"
  archive mariner-2.0-distroless "$root"
fi
if wanted leap-15.6; then
  system opensuse-leap 15.6
  mkdir -p "$root/usr/lib/sysimage/rpm"
  gunzip -c "$databases/rpm/sle15-bci.Packages.db.gz" >"$root/usr/lib/sysimage/rpm/Packages.db"
  archive leap-15.6 "$root"
fi
if wanted distroless; then
  system debian 12
  for package in dash netbase; do install -D "$databases/dpkg-status.d/$package" "$root/var/lib/dpkg/status.d/$package"; done
  archive distroless "$root"
fi

# AlmaLinux 8 and 9: packages without files, with a real database.
# rpm NAME VERSION RELEASE [EPOCH [MODULE [SOURCE]]]
packages_of() {
  case $1 in
    8) cat <<'LIST'
bash 4.4.20 4.el8_6
openssl-libs 1.1.1k 7.el8_6 1
openssl 1.1.1k 7.el8_6 1
glibc 2.28 211.el8
glibc-common 2.28 211.el8
krb5-libs 1.18.2 21.el8
systemd 239 68.el8
systemd-libs 239 68.el8
curl 7.61.1 25.el8
libcurl 7.61.1 25.el8
libxml2 2.9.7 15.el8
python3-libs 3.6.8 48.el8.alma
platform-python 3.6.8 48.el8.alma
expat 2.2.5 10.el8
sqlite-libs 3.26.0 16.el8_6
gnutls 3.6.16 5.el8_6
zlib 1.2.11 19.el8_6
dbus 1.12.8 18.el8_6.1 1
nodejs 16.17.1 1.module_el8.6.0+3261+490666b3 1 nodejs:16:8060020221012:ad008a3a
npm 8.15.0 1.16.17.1.1.module_el8.6.0+3261+490666b3 1 nodejs:16:8060020221012:ad008a3a
perl-libs 5.26.3 421.el8 4
vim-minimal 8.0.1763 19.el8_6.4 2
LIST
      ;;
    9) cat <<'LIST'
bash 5.1.8 4.el9
openssl-libs 3.0.1 43.el9_0 1
openssl 3.0.1 43.el9_0 1
glibc 2.34 40.el9
krb5-libs 1.19.1 22.el9
systemd-libs 250 12.el9_1
curl-minimal 7.76.1 19.el9
libxml2 2.9.13 2.el9
python3-libs 3.9.14 1.el9
expat 2.4.9 1.el9_1
sqlite-libs 3.34.1 5.el9
gnutls 3.7.6 12.el9_0
zlib 1.2.11 34.el9
nodejs 16.16.0 1.el9_0 1
nodejs 18.12.1 1.module_el9.1.0+45+be89b8b2 1 nodejs:18:9010020221130:rhel9
libksba 1.5.1 5.el9_0
tar 1.34 5.el9 2
LIST
      ;;
  esac
}
for release in 8 9; do
  if wanted "alma-$release"; then
    system almalinux "$release.6"
    mkdir -p "$work/rpm-$release"
    while read -r name version revision epoch module; do
      spec=$work/$name.spec
      {
        printf 'Name: %s\nVersion: %s\nRelease: %s\nSummary: s\nLicense: MIT\nBuildArch: noarch\n' "$name" "$version" "$revision"
        [ -z "${epoch:-}" ] || printf 'Epoch: %s\n' "$epoch"
        [ -z "${module:-}" ] || printf 'ModularityLabel: %s\n' "$module"
        printf '%%description\ns\n%%files\n'
      } >"$spec"
      rpmbuild -bb --define "_topdir $work/rpmbuild" --define "_rpmdir $work/rpm-$release" --define "_rpmfilename %%{NAME}-%%{VERSION}.rpm" "$spec" >"$work/rpm.log" 2>&1 ||
        { tail "$work/rpm.log" >&2; die "rpmbuild failed"; }
    done < <(packages_of "$release")
    rpm --root "$root" --dbpath /var/lib/rpm --initdb
    rpm --root "$root" --dbpath /var/lib/rpm --install --justdb --nodeps --force --nosignature --nodigest "$work/rpm-$release"/*.rpm
    archive "alma-$release" "$root"
  fi
done
say "$(find "$folder" -name '*.tar' | wc -l) images are in $folder"
