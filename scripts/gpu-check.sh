#!/usr/bin/env bash
# Everything that a GPU can show, in one call of under ten minutes, on a machine with a Python PyTorch and no .NET:
#
#   scripts/gpu-check.sh ARCHIVE OUT [DEVICE]
#
# ARCHIVE is what scripts/pack.sh packed. Writes OUT/gpu.md, a table of what ran, how fast, and how far from the CPU, with card, driver and
# versions, and OUT/gpu-check.log. PYTHON names the Python that has PyTorch (python3). DEVICE is cuda unless it says cpu, which exercises the script where there is no GPU, with smaller rows.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
archive=$(realpath "${1:?usage: scripts/gpu-check.sh ARCHIVE OUT [DEVICE]}")
mkdir -p "${2:?usage: scripts/gpu-check.sh ARCHIVE OUT [DEVICE]}"
out=$(realpath "$2")
device=${3:-cuda}

there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT
tar xf "$archive" -C "$there"

# The libtorch of the Python PyTorch, unless one is named.
if [ -z "${SPARSEPLUGINS_LIBTORCH:-}" ]; then
  SPARSEPLUGINS_LIBTORCH=$("${PYTHON:-python3}" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
  export SPARSEPLUGINS_LIBTORCH
fi
export PYTHONUNBUFFERED=1
"${PYTHON:-python3}" "$here/gpu_check.py" "$there"/sparseplugins-* "$out" "$device" 2>&1 | tee "$out/gpu-check.log"
exit "${PIPESTATUS[0]}"
