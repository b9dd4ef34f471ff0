#!/usr/bin/env bash
# Checks, measures and compares: ./compare.sh [OPTIONS]; --help lists them.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/santoku.sh" compare "$@"
