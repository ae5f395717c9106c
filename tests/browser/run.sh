#!/bin/sh
# Read a built site in a real browser: tests/browser/run.sh SITE_FOLDER
# Needs Node 20 and Chromium (CHROMIUM, /usr/bin/chromium by default).
set -eu
site=$(cd "${1:?usage: run.sh SITE_FOLDER}" && pwd)
cd "$(dirname "$0")"
[ -d node_modules/axe-core ] && [ -d node_modules/playwright-core ] ||
  npm ci --no-audit --no-fund --loglevel=error
exec node read_site.js "$site"
