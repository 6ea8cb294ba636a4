#!/usr/bin/env bash
# What must be true before anything is installed: no conflict marker, archives as recorded, the program's own tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '==> %s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

say "conflict markers"
skip=(--exclude-dir=.git --exclude-dir=.scaffold --exclude-dir=venv --exclude-dir=charts --exclude-dir=.tools)
found=0
grep -rnIE "${skip[@]}" '^(<{7}|>{7}) ' . || found=$?
case "$found" in
  0) die "these lines are conflict markers of the last 'scaffold apply': decide, and take them out" ;;
  1) ;;
  *) die "grep cannot search: it must know --exclude-dir, as those of GNU and BSD do" ;;
esac

say "archives of charts.lock"
if [[ -f charts.sum ]]; then
  if command -v sha256sum >/dev/null; then sha256sum --check --strict --quiet charts.sum; else shasum -a 256 -c charts.sum; fi
elif grep -q '"archive"' charts.lock; then
  die "charts.sum is missing: run 'scaffold vendor' and commit charts/ and charts.sum"
fi

say "the program's tests"
python=python3
if [[ -x venv/bin/python ]]; then python=venv/bin/python; fi
"$python" -m pytest -q tests
