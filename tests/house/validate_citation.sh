#!/usr/bin/env bash
# Validates CITATION.cff with cffconvert in an environment of its own: it pins a jsonschema that
# our other tools cannot live with. Usage: tests/validate_citation.sh [FOLDER for the environment]
set -euo pipefail
cd "$(dirname "$0")/../.."

home="${1:-.venv/cffconvert}"
if [ ! -x "$home/bin/cffconvert" ]; then
  .venv/bin/python -m venv --clear "$home"
  "$home/bin/python" -m pip install -q "cffconvert==2.0.0"
fi
"$home/bin/cffconvert" --validate --infile CITATION.cff
