#!/usr/bin/env bash
# The committed notebooks, strictly, in many surroundings: every Python that is here, other locales,
# time zones and hash seeds, an empty home, a read-only checkout whose name has spaces and Chinese
# characters, an ordinary user, no network. Says what it ran and what it left out; fails if any fails.
#
#   tests/rerun/matrix.sh            every Python found
#   tests/rerun/matrix.sh 3.12 3.13  these
#   tests/rerun/matrix.sh --one      the Python of .venv, in the most distant surroundings
set -uo pipefail
cd "$(dirname "$0")/../.."

settings=(C:UTC:0 C.UTF-8:Asia/Shanghai:1 zh_CN.UTF-8:America/St_Johns:42 tr_TR.UTF-8:Pacific/Kiritimati:4294967295)
versions=("$@")
[ ${#versions[@]} -gt 0 ] || versions=(3.11 3.12 3.13)
if [ "${1-}" = --one ]; then
  versions=("$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')")
  settings=("${settings[@]: -1}")
fi
work=$(mktemp -d)
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
chmod 755 "$work"
ran=() left=() failed=()

checkout="$work/a checkout 目录/jilin analysis"
mkdir -p "$checkout"
git ls-files -z | tar --null --files-from - -cf - | tar -xf - -C "$checkout"
chmod -R a-w,a+rX "$work/a checkout 目录"

find_python() {
  local found
  for found in "$HOME"/.pyenv/versions/"$1".*/bin/python "$(command -v "python$1")"; do
    if [ -x "$found" ] && "$found" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$1')"
    then echo "$found"; return; fi
  done
  return 1
}

make_environment() { # python, folder
  if [ -f .venv/made ] && [ "$(.venv/bin/python -c 'import sys; print(sys.base_prefix)')" = \
    "$("$1" -c 'import sys; print(sys.prefix)')" ] && [ -r .venv ]; then
    cp -a .venv "$2" # the packages are there already; `python -m` does not mind the new place
  else
    "$1" -m venv "$2" && "$2/bin/python" -m pip install -q --disable-pip-version-check \
      --require-hashes -r requirements.lock
  fi || return 1
  # The checkout is read-only, so it is put on the path rather than installed.
  rm -f "$2"/lib/python*/site-packages/*jilin_analysis*.pth
  "$2/bin/python" -c 'import sys, sysconfig, pathlib
line = f"import sys; sys.path.append({sys.argv[1]!a})"
pathlib.Path(sysconfig.get_path("purelib"), "checkout.pth").write_text(line)' "$checkout"
  chmod -R a+rX "$2"
}

# Locales that the machine lacks are compiled into a folder of our own, where it can.
export LOCPATH="$work/locales"
mkdir "$LOCPATH"
locale_here() {
  LC_ALL=$1 locale charmap 2>/dev/null | grep -qv '^$' && ! LC_ALL=$1 locale 2>&1 | grep -q 'Cannot set' && return
  localedef -i "${1%.*}" -f UTF-8 "$LOCPATH/$1" >/dev/null 2>&1
}

# No network and a disk that even root cannot write, where the system lets us.
apart=no
if unshare --net --mount true 2>/dev/null; then apart=yes
else left+=("no network, read-only mount, ordinary user: only root may make such surroundings here"); fi

inside() { # python prefix; then the command
  local prefix=$1; shift
  mount --bind "$checkout" "$checkout" && mount -o remount,ro,bind "$checkout" || return
  ip link set lo up 2>/dev/null # kernels talk over the loopback device
  local shut='' above=$prefix
  while [ "$above" != / ]; do
    setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$above" || shut=$above
    above=$(dirname "$above")
  done
  if [ -n "$shut" ]; then # a Python inside root's home: show the ordinary user that and no more
    mkdir -p "$work/python" && mount --bind "$prefix" "$work/python" &&
      mount -t tmpfs -o mode=755 tmpfs "$shut" && mkdir -p "$prefix" &&
      mount --bind "$work/python" "$prefix" || return
  fi
  exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}
export -f inside
export work checkout

check() { # what, python, then VARIABLE=value …
  local what=$1 python=$2 home begun=$SECONDS; shift 2
  home=$(mktemp -d "$work/home.XXXX"); chmod 777 "$home"
  local script='cd "$checkout" && umask 022 &&
    "$0" -m pytest -q -p no:cacheprovider -p tests.rerun.outputs --nbval --nbval-current-env \
      --nbval-cell-timeout=120 notebooks tests/rerun/test_notebooks.py -n 2 --dist loadscope &&
    "$0" -m jilin_analysis report --out "$OUT" && diff -r notebooks "$OUT/notebooks"'
  local run=(env -i PATH="$PATH" HOME="$home" TMPDIR="$home" OUT="$home/报告 out" LOCPATH="$LOCPATH"
    PYTHONDONTWRITEBYTECODE=1 checkout="$checkout" "$@" bash -c "$script" "$python")
  if [ $apart = yes ]; then
    local prefix; prefix=$("$python" -c 'import sys; print(sys.base_prefix)')
    run=(unshare --net --mount bash -c 'inside "$@"' inside "$prefix" "${run[@]}")
  fi
  if "${run[@]}" >"$work/log" 2>&1 </dev/null; then
    ran+=("$what"); printf 'ok      %s (%s s)\n' "$what" $((SECONDS - begun))
    sha256sum "$home"/报告\ out/exhibits/* | sed 's/ .*\// /' | sort >"$work/sums.${#ran[@]}"
  else
    failed+=("$what"); printf 'FAILED  %s\n' "$what"; grep -vE '^\s*$' "$work/log" | tail -25
  fi
  chmod -R u+w "$home"; rm -rf "$home"
}

for version in "${versions[@]}"; do
  if ! python=$(find_python "$version"); then left+=("Python $version: not on this machine"); continue; fi
  if ! make_environment "$python" "$work/$version" >"$work/log" 2>&1; then
    tail -5 "$work/log"; left+=("Python $version: its environment could not be made"); continue
  fi
  inner="$work/$version/bin/python"
  for setting in "${settings[@]}"; do
    IFS=: read -r locale zone seed <<<"$setting"
    if locale_here "$locale"; then
      check "Python $version, $locale, $zone, hash seed $seed" "$inner" \
        LC_ALL="$locale" TZ="$zone" PYTHONHASHSEED="$seed"
    else
      left+=("Python $version in $locale: the machine cannot make this locale (package locales)")
    fi
  done
done

if [ ${#ran[@]} -gt 1 ]; then
  if [ "$(cat "$work"/sums.* | sort -u | wc -l)" = "$(wc -l <"$work/sums.1")" ]; then
    echo "The exhibits of all ${#ran[@]} reports are the same bytes."
  else failed+=("the exhibits of the reports differ"); fi
fi
[ $apart = yes ] && echo "Each ran without a network, on a read-only checkout in '${checkout#"$work"/}', as user 65534, in an empty home."
printf 'Left out: %s\n' "${left[@]:-nothing}"
printf 'Failed: %s\n' "${failed[@]:-nothing}"
[ ${#failed[@]} -eq 0 ] && [ ${#ran[@]} -gt 0 ]
