# shellcheck shell=bash
# What the scripts of the image pipeline share: names, tags, the record of a scan. Sourced from the root of the repository.
#
#   IMAGE_PREFIX   where images go, such as <region>-docker.pkg.dev/<project>/<organisation>
#   COMMIT         their tag; the commit that is checked out if it is not set
#   BUILD_NUMBER   adds a second tag that can be sorted: <branch>-<commit>-<number>
#   OUT            folder of archives, software bills of materials and reports; "out" if it is not set

export PATH="$PWD/.tools:$PATH"
OUT="${OUT:-out}"
COMMIT="${COMMIT:-$(git rev-parse HEAD)}"
IMAGE_PREFIX="$(printf '%s' "${IMAGE_PREFIX:-gke}" | tr '[:upper:]' '[:lower:]')"

say() { printf '==> %s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# The names of the images: the folders of apps/ that have a Dockerfile.
apps() {
  local file
  for file in apps/*/Dockerfile; do
    if [[ -f "$file" ]]; then basename "$(dirname "$file")"; fi
  done
}

image() { printf '%s/%s:%s' "$IMAGE_PREFIX" "$1" "$COMMIT"; }

# What was built, whatever it is called.
identity() { docker image inspect --format '{{.Id}}' "$(image "$1")"; }

# The scanner's word that this very image may be pushed.
passed() { identity "$1" >"$OUT/$1.scanned"; }

if [[ -z "$(apps)" ]]; then
  say "no apps/*/Dockerfile: there is no image to work on"
  exit 0
fi
