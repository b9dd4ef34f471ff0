#!/usr/bin/env bash
# Sees to what is missing, builds when needed, and compares: scripts/compare.sh [OPTIONS]; --help lists them.
set -euo pipefail
scripts="$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

"$scripts/setup.sh"
exec "$scripts/santoku.sh" compare "$@"
