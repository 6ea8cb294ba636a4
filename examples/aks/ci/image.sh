#!/usr/bin/env bash
# The image pipeline in one command: login, build, scan, push. The first stage that fails ends it.
#
#   ci/image.sh            all stages
#   ci/image.sh build      only those that are named
#
# For pipelines that go on after a line that failed, and for a laptop.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $# -eq 0 ]]; then set -- login build scan push; fi
for stage in "$@"; do
  printf '==> ci/%s.sh\n' "$stage"
  "ci/$stage.sh"
done
