# Shared by ./run, ./test, .ci/run and the programs of eng, which source it; bash, from any working directory.
# shellcheck shell=bash
#
# Nothing is installed unasked: what is missing is collected with `lacks`, named with the line that installs it, and
# that line is run only with --yes (assume_yes=1) or as root in CI.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
artifacts=$root/artifacts
gateway=$artifacts/bin/Gateway/release/policygate
stamp=$artifacts/.built

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# --- what a machine must have ---------------------------------------------------------------------

missing=()       # lines for people: what, and what for
packages=()      # Debian packages that bring it
needs_sdk_script=

# lacks WHAT PACKAGE...
lacks() {
    missing+=("$1")
    shift
    packages+=("$@")
}

install_line() {
    local sudo='' line=''
    [ "$(id -u)" -eq 0 ] || sudo='sudo '
    if [ ${#packages[@]} -gt 0 ]; then
        line="${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages[*]}"
    fi
    if [ "$needs_sdk_script" ]; then
        # Microsoft's documented way where the distribution has no package: into ~/.dotnet, no rights needed.
        line="${line:+$line && }curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
    fi
    printf '%s' "$line"
}

# Names everything that `lacks` collected, or installs it where that was asked for; fails unless all is well.
settle_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    local line reply=
    line=$(install_line)
    say "Missing on this machine:"
    printf '  %s\n' "${missing[@]}" >&2
    if [ "${assume_yes:-}" ]; then
        reply='--yes was given'
    elif [ "${CI:-}" = true ] && [ "$(id -u)" -eq 0 ]; then
        reply='root in CI'
    fi
    [ "$reply" ] || fail "Install it with this line, or let './run --yes' do that:
  $line"
    say "Installing ($reply): $line"
    missing=() packages=() needs_sdk_script=
    DEBIAN_FRONTEND=noninteractive bash -c "$line" >&2 || fail "That failed; its own words are above."
}

# Leaves the SDK's folder in DOTNET_ROOT (the built executable looks there too) and at the front of PATH.
find_dotnet() {
    local folder on_path
    on_path=$(command -v dotnet) || on_path=
    for folder in "${DOTNET_ROOT:-}" "${on_path:+$(dirname "$(readlink -f "$on_path")")}" \
        "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
        if [ -x "$folder/dotnet" ] && compgen -G "$folder/sdk/10.*" >/dev/null; then
            export DOTNET_ROOT=$folder PATH=$folder:$PATH
            return 0
        fi
    done
    return 1
}

require_dotnet() {
    find_dotnet && return 0
    local what=".NET SDK 10 (the compiler and the runtime)"
    if apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; then
        lacks "$what" dotnet-sdk-10.0
    else
        needs_sdk_script=1
        lacks "$what"
        command -v curl >/dev/null || lacks "curl (fetches the .NET SDK)" curl ca-certificates
    fi
}

# npm only fetches ONNX Runtime; once its package is in the cache nothing here asks for it again.
require_npm() {
    command -v npm >/dev/null && return 0
    compgen -G "${XDG_CACHE_HOME:-$HOME/.cache}/policygate/npm/com.github.asus4.onnxruntime-*.tgz" >/dev/null ||
        lacks "npm (fetches ONNX Runtime at the first build)" npm
}

# MuJoCo draws without a display through OSMesa, or through Mesa's EGL.
can_render() { PATH=$PATH:/sbin ldconfig -p | grep -qE 'libOSMesa\.so|libEGL_mesa\.so'; }

# What LeRobot's own programs stand on is in no folder of wheels (PyTorch alone is too large): Debian's packages, which
# are for Debian's own Python.
lerobot_python=/usr/bin/python3
lerobot_packages=(python3-torch python3-torchvision python3-grpcio python3-grpc-tools python3-protobuf python3-numpy
    python3-venv)

can_run_lerobot() {
    "$lerobot_python" -c 'import sys; from importlib.util import find_spec
wanted = "torch", "torchvision", "grpc", "grpc_tools", "google.protobuf", "numpy", "ensurepip"
sys.exit(not all(map(find_spec, wanted)))' 2>/dev/null
}

require_lerobot() {
    can_run_lerobot || lacks "PyTorch and gRPC for $lerobot_python (LeRobot's own programs)" "${lerobot_packages[@]}"
}

# libtorch runs TorchScript policies (plugins/TorchSharp), at a fourteenth of the speed without OpenBLAS. The plugin's
# native part is built wherever both are at hand; everything else is built and runs without.
torch_native=$artifacts/native/torch
torch_packages=(g++ libtorch-dev libopenblas0-pthread)

has_libtorch() {
    command -v "${CXX:-g++}" >/dev/null && { [ "${LIBTORCH:-}" ] || [ -f /usr/include/torch/script.h ]; } &&
        { [ "${LIBTORCH:-}" ] || PATH=$PATH:/sbin ldconfig -p | grep -q 'libopenblas\.so'; }
}

require_libtorch() {
    has_libtorch || lacks "libtorch with OpenBLAS and a C++ compiler (runs TorchScript policies)" "${torch_packages[@]}"
}

require_systemd() {
    command -v systemd-analyze >/dev/null && command -v systemd-socket-activate >/dev/null ||
        lacks "systemd's tools (judge the units in deploy/systemd, hand over sockets)" systemd
}

# The dashboard is tested in a real browser, which Playwright drives; its own download of one is not used.
require_chromium() {
    command -v chromium >/dev/null || lacks "Chromium (the dashboard is tested in it)" chromium
}

# Container images are built and run without Docker; the packages, and of each the command that is looked for.
image_packages=(buildah bubblewrap debootstrap)
declare -A image_tools=([buildah]=buildah [bubblewrap]=bwrap [debootstrap]=debootstrap)

require_images() {
    local package
    for package in "${image_packages[@]}"; do
        command -v "${image_tools[$package]}" >/dev/null || lacks "$package (builds and runs the images)" "$package"
    done
}

require_rendering() { can_render || lacks "OSMesa (draws what the simulated arm's cameras see)" libosmesa6; }

# Whether git has this tree: a source archive that was unpacked inside another repository is not that one's.
is_checkout() { [ "$(git -C "$root" rev-parse --is-inside-work-tree --show-cdup 2>/dev/null)" = true ]; }

# The kind of processor as .NET names it.
machine_runtime() {
    case $(uname -m) in
        x86_64) echo linux-x64 ;;
        aarch64 | arm64) echo linux-arm64 ;;
        *) fail "PolicyGate has not been built for $(uname -m) yet; it is for linux-x64 and linux-arm64." ;;
    esac
}

# --- building -------------------------------------------------------------------------------------

# The stamp carries the time at which the last good build began.
is_built() {
    [ -x "$gateway" ] && [ -f "$stamp" ] && [ -z "$(find "$root"/{src,plugins,robots,eng} "$root"/Directory.*.props \
        "$root/global.json" -newer "$stamp" -print -quit)" ] &&
        "$root/plugins/TorchSharp/native/build" --is-current "$torch_native"
}

prepare_build() {
    if ! mkdir -p "$artifacts" 2>/dev/null || [ ! -w "$artifacts" ]; then
        fail "$artifacts cannot be written by uid $(id -u). If it was built as another user:
  sudo chown -R $(id -u) $artifacts"
    fi
    # A service has no HOME, and some containers a read-only one; the SDK, NuGet and npm all want to write there.
    if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
        export HOME=$artifacts/home
        mkdir -p "$HOME"
    fi
    export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$HOME} DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
    # Bare machines have no libicu, and nothing here is localised.
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    require_dotnet
    require_npm
    settle_missing
    find_dotnet || fail "The .NET SDK 10 is still not to be found after installing it."
}

# build PROJECT: Release; quiet unless it fails. One at a time in this checkout.
build() {
    local log=$artifacts/build.log began=$stamp.began what='Building PolicyGate'
    [ -x "$gateway" ] || what+=' (the first time fetches packages and ONNX Runtime, about 150 MB)'
    ! [ -t 2 ] || say "$what ..."
    touch "$began"
    # Build servers would outlive the build by a quarter of an hour, on a robot as well.
    if ! dotnet build "$1" -c Release --disable-build-servers -v quiet >"$log" 2>&1; then
        say "The build failed. The whole log: $log"
        { grep -E 'error|npm-fetch' "$log" || tail -n 20 "$log"; } | sort -u | head -n 30 >&2
        exit 1
    fi
    # Where a release has its plugins, so that the program finds them without appsettings.json as well.
    ln -sfn ../../../plugins "$artifacts/bin/Gateway/release/plugins"
    mv "$began" "$stamp"
}

# locked COMMAND...: alone in this checkout, in a subshell; what it starts does not inherit the lock.
locked() {
    (
        flock 9
        "$@" 9>&-
    ) 9>"$artifacts/.lock"
}
