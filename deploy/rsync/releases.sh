#!/bin/sh
# Beheert de versies van de site in een map; publish.sh gebruikt het, ook op een server.
#
#   releases.sh MAP list | ready | begin NAAM | finish NAAM AANTAL | back [NAAM] | resume
#
#   MAP/releases/20261122T070000Z/   a version of the site, by the moment at which it was made
#   MAP/site -> releases/…           the one that the web server sends
#   MAP/pauze                        is there while nothing may be published
set -eu
cd "$1" 2>/dev/null || {
  echo "De map $1 bestaat niet." >&2
  exit 2
}
command=$2
name=${3:-}

current() {
  if [ -L site ]; then basename "$(readlink site)"; fi
}

# Oldest first. A name that doesn't look like a moment is none of ours.
versions() {
  for folder in releases/[0-9]*Z; do
    [ ! -d "$folder" ] || basename "$folder"
  done
}

# Renaming is the one step that a web server sees.
show() {
  ln -s "releases/$1" site.nieuw
  mv -T site.nieuw site
}

if [ -e site ] && [ ! -L site ]; then
  echo "$1/site is een gewone map. Noem die eerst anders: hier komt een koppeling." >&2
  exit 2
fi

case $command in
  list)
    for version in $(versions); do
      case $version in
        "$(current)") echo "$version  staat op de site" ;;
        *) echo "$version" ;;
      esac
    done
    [ ! -e pauze ] || echo "Er wordt niets gepubliceerd, tot: publish.sh verder"
    ;;
  ready)
    [ ! -e pauze ] || {
      echo "Na een stap terug wordt niets gepubliceerd, tot: publish.sh verder"
      exit 1
    }
    ;;
  begin)
    mkdir -p releases
    # What an earlier run that was stopped left behind.
    rm -rf releases/*.nieuw site.nieuw
    current
    ;;
  finish)
    old=$(current)
    if [ -n "$old" ] && diff -rq "releases/$old" "releases/$name.nieuw" >/dev/null; then
      rm -rf "releases/$name.nieuw"
      echo "Niets nieuws: de site blijft die van $old."
      exit
    fi
    mv -T "releases/$name.nieuw" "releases/$name"
    show "$name"
    # The newest ones stay; the one that is shown also where the clock was set back.
    versions | head -n "-$4" | while read -r version; do
      [ "$version" = "$name" ] || rm -rf "releases/$version"
    done
    echo "De nieuwe site staat er: $name."
    ;;
  back)
    if [ -z "$name" ]; then
      for version in $(versions); do
        if [ "$version" = "$(current)" ]; then break; fi
        name=$version
      done
    fi
    if [ -z "$name" ] || [ ! -d "releases/$name" ]; then
      echo "Die versie is er niet. Zie: publish.sh lijst" >&2
      exit 1
    fi
    : >pauze
    rm -f site.nieuw
    show "$name"
    echo "De site van $name staat er weer. Er wordt niets gepubliceerd, tot: publish.sh verder"
    ;;
  resume)
    rm -f pauze
    ;;
esac
