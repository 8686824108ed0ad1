#!/bin/sh
# Zet de site van main op een server of in een map, en kan terug.
#
#   publish.sh              haal op, controleer, bouw en publiceer
#   publish.sh lijst        welke versies er zijn
#   publish.sh terug        zet de vorige versie terug, en wacht tot iemand `verder` zegt
#   publish.sh terug NAAM   zet deze versie terug
#   publish.sh verder       publiceer weer
#
# For a timer or by hand; README.md beside this file tells what it needs. Nothing of the site that
# is there changes until the new one is complete; what goes wrong before that leaves it as it is.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD

: "${LOKAAL_TARGET:?waar de site komt: /srv/lokaalbestuur, of gebruiker@server:/srv/lokaalbestuur}"
branch=${LOKAAL_BRANCH:-main}
keep=${LOKAAL_KEEP:-5}

stop() {
  echo "$1" >&2
  exit "${2:-1}"
}

for tool in flock git rsync; do
  command -v $tool >/dev/null || stop "Nodig: installeer het pakket $tool." 2
done
case $keep in
  '' | *[!0-9]* | 0 | 1) stop "LOKAAL_KEEP is '$keep'. Goed is een getal vanaf 2." 2 ;;
esac

# With an address before it, the folder is on another machine.
case $LOKAAL_TARGET in
  /*) host='' folder=$LOKAAL_TARGET ;;
  *:/*) host=${LOKAAL_TARGET%%:*} folder=${LOKAAL_TARGET#*:} ;;
  *) stop "LOKAAL_TARGET is '$LOKAAL_TARGET'. Goed is /srv/lokaalbestuur of gebruiker@server:/srv/lokaalbestuur." 2 ;;
esac
# The server's shell reads these words.
case $host$folder in
  -* | *[!A-Za-z0-9@._/-]*) stop "LOKAAL_TARGET: in namen mogen alleen letters, cijfers en @ . _ / - staan." 2 ;;
esac

# What happens there, by the script beside this one; a server needs nothing of ours.
there() {
  if [ -n "$host" ]; then
    ssh -o BatchMode=yes "$host" "sh -s -- $folder $*" <"$root/deploy/rsync/releases.sh"
  else
    sh "$root/deploy/rsync/releases.sh" "$folder" "$@"
  fi
}

command=${1:-publiceer}
case $command in
  publiceer | lijst | verder) [ $# -le 1 ] || stop "Te veel woorden na $command." 2 ;;
  terug)
    case ${2:-} in
      *[!0-9TZ]*) stop "'$2' is geen naam van een versie. Zie: publish.sh lijst" 2 ;;
    esac
    ;;
  *) stop "'$command' bestaat niet. Kies uit: lijst, terug, verder; of niets, om te publiceren." 2 ;;
esac

if [ "$command" = lijst ]; then
  there list
  exit
fi

# Two at once would write in the same folder. The lock goes when this process does.
mkdir -p build
exec 9>build/publiceren.slot
flock -n 9 || stop "Er loopt al een publicatie. Die gaat door; deze doet niets."

case $command in
  terug)
    there back "${2:-}"
    exit
    ;;
  verder) there resume ;;
esac
status=0
there ready || status=$?
case $status in
  0) ;;
  1) exit 0 ;; # it said why
  *) stop "De map waar de site komt, is niet te bereiken. De oude site staat er nog." $status ;;
esac

# `9>&-`: git may leave a process behind to tidy up, which must not hold the lock.
git pull --quiet --ff-only origin "$branch" 9>&- ||
  stop "Ophalen van $branch lukte niet. De oude site staat er nog."

# What is needed to build changes now and then.
if ! cat requirements.lock pyproject.toml | cmp -s - build/opgezet || [ ! -x .venv/bin/lokaal ]; then
  scripts/setup site
  cat requirements.lock pyproject.toml >build/opgezet
fi

scripts/check || stop "Er is niets gepubliceerd. De oude site staat er nog."
scripts/build || stop "Er is niets gepubliceerd."

name=$(date -u +%Y%m%dT%H%M%SZ)
current=$(there begin "$name")
# By content, not by time: what didn't change is not sent, takes no room twice, and keeps the time
# by which browsers know it.
# shellcheck disable=SC2086 # no words where there is no site yet
rsync -rl --checksum --delete --chmod=D755,F644 ${current:+--link-dest=../$current} \
  ${host:+-e "ssh -o BatchMode=yes"} site/ "${host:+$host:}$folder/releases/$name.nieuw/" ||
  stop "Versturen lukte niet. De oude site staat er nog."
said=$(there finish "$name" "$keep")
echo "$said"

# For example: ssh server sudo systemctl reload nginx, which reads old addresses then only.
if [ -n "${LOKAAL_AFTER:-}" ] && [ "${said#Niets nieuws}" = "$said" ]; then
  sh -c "$LOKAAL_AFTER" 9>&- || stop "De nieuwe site staat er, maar LOKAAL_AFTER lukte niet."
fi
# Also where nothing is new: what a hub didn't take the last time, it gets now.
if grep -Eq '^ +hub: *[^ #]' mkdocs.yml; then
  scripts/ping || stop "De site staat er, maar wie volgt, hoort het nieuws pas een volgende keer."
fi
