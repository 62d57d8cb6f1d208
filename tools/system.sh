#!/bin/sh
# Sees to the system's libraries, fonts and programs; installs only what is missing, by apt.
#   tools/system.sh run     what the portal needs to run: Pango, HarfBuzz, Han fonts
#   tools/system.sh test    and what tests need besides: Chromium, poppler, PostgreSQL's programs
# A machine that has them needs no root and no network. Without root or sudo it names what is
# missing and stops.
set -eu

purpose=${1:?run or test}
missing=

has_library() { PATH="$PATH:/usr/sbin:/sbin" ldconfig -p | grep -q "$1"; }
has_program() { for name in "$@"; do command -v "$name" >/dev/null && return; done; return 1; }
has_file() { for path in "$@"; do [ -e "$path" ] && return; done; return 1; }
need() { package=$1; shift; "$@" || missing="$missing $package"; }

need libpango-1.0-0 has_library libpango-1.0.so.0
need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
need libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
need fonts-noto-cjk has_file /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc \
  /usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc /usr/local/share/fonts/NotoSansCJK-Regular.ttc
# Ideographs from U+20000 on, which Noto has only in part.
need fonts-hanazono has_file /usr/share/fonts/truetype/hanazono/HanaMinA.ttf
if [ "$purpose" = test ]; then
  # The browser driver's own Node.js asks for it.
  need libatomic1 has_library libatomic.so.1
  need chromium has_program chromium chromium-browser google-chrome
  need poppler-utils has_program pdftotext
  need postgresql has_program postgres /usr/lib/postgresql/*/bin/postgres
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "These are missing, under the names that Debian gives them:$missing." >&2
  echo "Install them with this system's package manager, then run make again." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then as_root=
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=sudo
else
  echo "These packages are missing, and installing them needs root:$missing." >&2
  echo "Ask an administrator for: apt-get install --no-install-recommends$missing" >&2
  exit 1
fi

echo "Installing system packages:$missing"
quiet() { log=$(mktemp); "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; rm "$log"; return 1; }; rm "$log"; }
case $missing in *postgresql*)
  # Tests start their own servers; none should come up on this machine because of them.
  settings=/etc/postgresql-common/createcluster.conf
  [ -e "$settings" ] || $as_root sh -c "mkdir -p ${settings%/*} && printf '%s\n' \
    '# The franchise portal needed the programs for its tests, not a running server.' \
    'create_main_cluster = false' >$settings"
esac
quiet $as_root apt-get update -q
# The words are split on purpose: each is a package.
# shellcheck disable=SC2086
quiet $as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
  apt-get install -y -q --no-install-recommends $missing
