#!/usr/bin/env bash
# Tells people what is left to do after an incident: reads the report of `bezoar incident --format json` and hands a
# short list to a program, on its stdin. Nothing is sent anywhere unless that program does.
#
# usage: post-incident.sh REPORT.json [PROGRAM [ARGUMENT…]]
#
#   bezoar incident axios.toml --apply --format json --output report.json
#   post-incident.sh report.json mail -s 'caches were poisoned' oncall
#
# Ends with 0 where nothing is left to do, with 1 where something is, with 4 where the report cannot be read.
set -euo pipefail

fail() {
    printf 'post-incident: %s\n' "$1" >&2
    exit 4
}
report=${1:-}
[[ -n $report ]] || fail 'name the report: post-incident.sh REPORT.json [PROGRAM [ARGUMENT…]]'
shift
command -v jq >/dev/null || fail 'jq is not installed'

# Names that somebody else chose are printed as JSON strings: no control character gets through.
list=$(
    jq -r --exit-status '
        if .schema != "bezoar.incident/1" then error("not a report of bezoar incident") else . end
        | (if .applied then [] else ["nothing was removed yet: run it again with --apply"] end) as $removal
        | [.secrets[] | "replace the secret \(.id | tojson): \(.builds) suspect builds could read it"] as $secrets
        | ([.suspects[].project | select(. != null)] | unique | map("build again: \(tojson)")) as $builds
        | [.notes[]? | "note: \(tojson)"] as $notes
        | ["\(.host | tojson): incident \(.name | tojson), \(.suspects | length) suspect builds"]
            + $removal + $secrets + $builds + $notes
        | .[]' "$report"
) || fail "$report is no report of \`bezoar incident --format json\`"

left=$(jq '[(.applied | not), (.secrets != []), any(.suspects[]; .project != null)] | any' "$report")
if (($# > 0)); then
    printf '%s\n' "$list" | "$@" || fail "$1 did not take the list"
else
    printf '%s\n' "$list"
fi
[[ $left == false ]]
