#!/usr/bin/env bash
# Audits this host before a job of a runner begins, and lets the job begin only where nothing was found.
#
#   GitHub   in the runner's .env: ACTIONS_RUNNER_HOOK_JOB_STARTED=/usr/share/bezoar/hooks/job-gate.sh
#   GitLab   in config.toml: see gitlab-runner.toml beside this file
#
# Whatever this script ends with but 0 keeps the job from running. An audit reads what is new or changed: after the
# first one on a host it takes about as long as listing the caches.
#
# A runner that is not root needs one line in /etc/sudoers.d, for its user and for exactly this command:
#
#   runner ALL=(root) NOPASSWD: /usr/bin/bezoar audit --quiet --no-progress --fail-on high
set -euo pipefail

audit=(bezoar audit --quiet --no-progress --fail-on high)
((EUID == 0)) || audit=(sudo -n "${audit[@]}")

# What an audit that could not see everything means: refuse or allow. Builds that run meanwhile can bring it about; who
# poisons a cache can, too.
incomplete=refuse

# Another audit or a purge may hold the manifest: then this one fails at once, and is tried again.
tries=6
seconds_between=10

# GitHub takes lines of the log for commands. Bezoar escapes what others chose; this keeps the rest quiet as well.
token=
if [[ ${GITHUB_ACTIONS:-} == true ]]; then
    token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '::stop-commands::%s\n' "$token"
fi
end() {
    [[ -z $token ]] || printf '::%s::\n' "$token"
    printf '%s\n' "$2"
    exit "$1"
}

for ((try = 1; ; try++)); do
    status=0
    "${audit[@]}" </dev/null 2>&1 || status=$?
    [[ $status == 4 && $try -lt $tries ]] || break
    sleep "$seconds_between"
done

case $status in
    0) end 0 'bezoar: nothing in the caches of this host speaks against the job' ;;
    1) end 1 'bezoar: the job was not started, because of the findings above; `bezoar audit` on the host says more' ;;
    3)
        [[ $incomplete == refuse ]] || end 0 'bezoar: the job goes on, though the audit could not see everything'
        end 3 'bezoar: the job was not started: the audit could not see everything; what is missing stands above'
        ;;
    *) end "$status" "bezoar: the job was not started: the audit failed (exit code $status), and says why above" ;;
esac
