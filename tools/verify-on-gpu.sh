#!/usr/bin/env bash
#
# tools/verify-on-gpu.sh [--keep FOLDER]: the TensorRT backend on this machine's GPU. Builds an engine from the sample
# policy's ONNX model, runs the backends' contract suite and the parity test with ONNX Runtime on it, and prints the
# latency of both. Exit 0: all of it passed. --keep: where the policy folder with the engine is to stay.
#
#   TRTEXEC                      trtexec, where it is neither on the PATH nor in /usr/src/tensorrt/bin
#   POLICYGATE_NVINFER_LIBRARY   libnvinfer.so.10 or .11, where the system's loader does not find it: of a pip wheel it
#                                is SITE-PACKAGES/tensorrt_libs/libnvinfer.so.10
#   POLICYGATE_CUDA_LIBRARY      the driver's libcuda.so.1, likewise
#
# With the wheel `tensorrt` and no trtexec, python3 builds the engine.
set -euo pipefail
# shellcheck source=eng/common.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../eng/common.sh"

sample=$root/samples/policies/reach
ticks=2000
keep=
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            sed -n '3,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
            exit 0
            ;;
        --keep)
            [ $# -gt 1 ] || fail "--keep needs a folder"
            keep=$2
            shift 2
            ;;
        *) fail "unknown option $1; tools/verify-on-gpu.sh --help lists them" ;;
    esac
done

# --- what the machine must have ---

absent=()

# library_there PATH NAME...: the file of that path; without one, whether the system's loader knows one of the names.
library_there() {
    local path=$1 name
    shift
    if [ "$path" ]; then
        [ -f "$path" ]
        return
    fi
    for name; do
        ldconfig -p 2>/dev/null | awk -v name="$name" '$1 == name { found = 1 } END { exit !found }' && return
    done
    return 1
}

library_there "${POLICYGATE_CUDA_LIBRARY:-}" libcuda.so.1 ||
    absent+=("NVIDIA's driver (${POLICYGATE_CUDA_LIBRARY:-libcuda.so.1}): nvidia-smi must show the GPU; a container\
 needs --gpus all")
library_there "${POLICYGATE_NVINFER_LIBRARY:-}" libnvinfer.so.10 libnvinfer.so.11 ||
    absent+=("TensorRT (${POLICYGATE_NVINFER_LIBRARY:-libnvinfer.so.10 or .11}): apt-get install libnvinfer10 from\
 NVIDIA's repository, or pip install tensorrt and name the library with POLICYGATE_NVINFER_LIBRARY")

trtexec=${TRTEXEC:-$(command -v trtexec || echo /usr/src/tensorrt/bin/trtexec)}
builder=
if [ -x "$trtexec" ]; then
    builder=trtexec
elif python3 -c 'import tensorrt' 2>/dev/null; then
    builder=python3
else
    absent+=("trtexec ($trtexec): apt-get install libnvinfer-bin, or name it with TRTEXEC; or pip install tensorrt")
fi
find_dotnet || absent+=("the .NET SDK 10: ./run --yes installs it")
if [ ${#absent[@]} -gt 0 ]; then
    say "This machine cannot verify the TensorRT backend. Missing:"
    printf '  %s\n' "${absent[@]}" >&2
    exit 1
fi

# --- the engine ---

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
policy=${keep:-$scratch/reach-on-gpu}
mkdir -p "$policy"
policy=$(cd "$policy" && pwd)
cp "$sample/policy.json" "$sample/model.onnx" "$policy"
# The sample names no engine: one is good for one kind of GPU and one version of TensorRT alone.
sed -i 's/"Onnx": "model.onnx"/"Onnx": "model.onnx", "TensorRT": "model.engine"/' "$policy/policy.json"

# Without TF32: its ten bits of mantissa would hide what parity is to show.
build_engine() {
    if [ "$builder" = trtexec ]; then
        "$trtexec" --onnx="$policy/model.onnx" --saveEngine="$policy/model.engine" --noTF32 --skipInference
        return
    fi
    python3 - "$policy/model.onnx" "$policy/model.engine" <<'END'
import sys
import tensorrt as trt

logger = trt.Logger(trt.Logger.WARNING)
builder = trt.Builder(logger)
network = builder.create_network(0)
parser = trt.OnnxParser(network, logger)
if not parser.parse_from_file(sys.argv[1]):
    sys.exit("\n".join(str(parser.get_error(i)) for i in range(parser.num_errors)))
config = builder.create_builder_config()
config.clear_flag(trt.BuilderFlag.TF32)
engine = builder.build_serialized_network(network, config)
if engine is None:
    sys.exit("TensorRT built no engine")
open(sys.argv[2], "wb").write(engine)
END
}

say "Building an engine with $builder (a minute or two) ..."
build_engine >"$scratch/build.log" 2>&1 || {
    tail -n 20 "$scratch/build.log" >&2
    fail "$builder built no engine from $policy/model.onnx"
}

# --- the plugin on it ---

export POLICYGATE_TENSORRT_POLICY=$policy
say "The contract suite, the parity test and the tests on the doubles ..."
"$root/test" Backends
name=$(basename "$policy")
for backend in Onnx TensorRT; do
    device=cpu
    [ "$backend" = Onnx ] || device=cuda
    say ""
    say "$backend on $device:"
    "$gateway" bench --config "$root/appsettings.json" --policy "$policy" --backend "$backend" \
        --set "Policies:$name:Device=$device" --recorded "$root/samples/episodes/reach" --ticks "$ticks"
done
"$gateway" plugins || true # another backend may miss something here
"$gateway" inspect "$policy/model.engine"
say "Verified: TensorRT on this GPU. Please tell us of it with the lines above."
