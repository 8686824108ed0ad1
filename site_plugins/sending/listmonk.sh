#!/bin/sh
# Zet de editie die in deze map staat één keer klaar in listmonk: ./listmonk.sh
#
# Uit de omgeving:
#   LISTMONK_URL          https://lijst.example
#   LISTMONK_USER         een API-gebruiker (Admin, Users) met campaigns:get_all, campaigns:manage
#   LISTMONK_TOKEN        en campaigns:send, en haar token
#   LISTMONK_TEMPLATE_ID  een sjabloon met niets anders dan {{ template "content" . }}
#   LISTMONK_LIST_ID      de lijst voor de gewone mail
#   LISTMONK_LIST_ID_RAADSLEDEN (enzovoort) de lijst voor een variant; zonder gaat die niet mee.
#                         Wie op twee van deze lijsten staat, krijgt twee mails.
#   LISTMONK_LATE=ja      verzend ook meer dan drie uur te laat
#
# Wat er al staat met deze naam, wordt nooit veranderd of nog eens gestart. Voor zondag 8.00 uur
# plant het script de mail in; daarna gaat hij meteen weg. Nodig: curl en jq.
set -eu
cd "$(dirname "$0")"

stop() { echo "$*" >&2; exit 1; }
for tool in curl jq; do
  command -v "$tool" >/dev/null || stop "Nodig: $tool."
done
: "${LISTMONK_URL:?}" "${LISTMONK_USER:?}" "${LISTMONK_TOKEN:?}" "${LISTMONK_TEMPLATE_ID:?}"
: "${LISTMONK_LIST_ID:?}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# api METHOD PATH [FILE]: the answer's `data`. The token goes through a pipe: arguments can be
# read by everyone on the machine.
api() {
  printf 'user = "%s:%s"\n' "$LISTMONK_USER" "$LISTMONK_TOKEN" |
    curl --config - --silent --show-error --max-time 60 --request "$1" \
      --header 'Content-Type: application/json' ${3:+--data-binary "@$3"} \
      --output "$work/answer" --write-out '%{http_code}' "${LISTMONK_URL%/}/api/$2" >"$work/code" ||
    stop "listmonk antwoordt niet. Kijk in listmonk of er iets staat, en draai dit dan opnieuw."
  case $(cat "$work/code") in
    200) jq .data "$work/answer" ;;
    *) stop "listmonk weigert ($(cat "$work/code")): $(jq -r .message "$work/answer" 2>/dev/null)" ;;
  esac
}

# find_named NAME: the campaigns of that name in $work/found, their number in $count. Looks through
# all of them, as searching in listmonk finds parts of names and subjects too.
find_named() {
  api GET 'campaigns?per_page=all&no_body=true' >"$work/all"
  jq --arg name "$1" '[.results[] | select(.name == $name)]' "$work/all" >"$work/found"
  count=$(jq length "$work/found")
}

# submit FOLDER LIST
submit() {
  file=$1/campaign.json
  name=$(jq -r .name "$file")
  content=$(jq -r '.tags[-1]' "$file")
  late=$(jq -n --slurpfile campaign "$file" '
    # 2026-11-22T08:00:00+01:00, which fromdate only takes in UTC.
    ($campaign[0].send_at | capture("^(?<at>[^+]+)[+](?<h>..):(?<m>..)$")) as $t |
    now - ($t.at + "Z" | fromdate) + ($t.h | tonumber) * 3600 + ($t.m | tonumber) * 60 | floor')
  if [ "$late" -gt 10800 ] && [ "${LISTMONK_LATE:-}" != ja ]; then
    stop "$name is meer dan drie uur te laat. Toch verzenden: LISTMONK_LATE=ja ./listmonk.sh"
  fi

  find_named "$name"
  if [ "$count" = 0 ]; then
    # listmonk takes no moment that has passed.
    jq --argjson list "$2" --argjson template "$LISTMONK_TEMPLATE_ID" --argjson late "$late" \
      '. + {lists: [$list], template_id: $template} | if $late >= 0 then del(.send_at) else . end' \
      "$file" >"$work/new"
    api POST campaigns "$work/new" >/dev/null
    find_named "$name"
  fi
  [ "$count" = 1 ] ||
    stop "Er zijn meer campagnes met de naam $name. Kijk in listmonk; dit script start er geen."
  [ "$(jq --arg tag "$content" '.[0].tags | index($tag) != null' "$work/found")" = true ] ||
    stop "In listmonk staat $name al, met een andere inhoud. Gooi die weg of verzend die."

  status=$(jq -r '.[0].status' "$work/found")
  case $status in
    draft)
      next=$(jq -r --argjson late "$late" \
        'if $late < 0 and .[0].send_at then "scheduled" else "running" end' "$work/found")
      jq -n --arg status "$next" '{$status}' >"$work/status"
      api PUT "campaigns/$(jq '.[0].id' "$work/found")/status" "$work/status" >/dev/null
      if [ "$next" = scheduled ]; then
        echo "$name: ingepland op $(jq -r .send_at "$file")."
      else
        echo "$name: gestart."
      fi
      ;;
    scheduled | running | finished) echo "$name staat er al ($status); er is niets veranderd." ;;
    *) stop "$name staat er al, maar stil ($status). Kijk in listmonk." ;;
  esac
}

submit . "$LISTMONK_LIST_ID"
for folder in */; do
  folder=${folder%/}
  [ -e "$folder/campaign.json" ] || continue
  variable=LISTMONK_LIST_ID_$(echo "$folder" | tr 'a-z-' 'A-Z_')
  list=$(printenv "$variable") || { echo "$folder: niet verstuurd, $variable ontbreekt."; continue; }
  submit "$folder" "$list"
done
