#!/bin/sh
# Runs the process of one container and notes in its folder what becomes of it. It outlives whoever started it, so that a
# control plane that comes back finds the process and, when that has ended, how.
#
# usage: supervise.sh FOLDER LOCK WORKING-DIRECTORY COMMAND [ARGUMENT...]
#
# The folder's files, each there whole or not at all:
#   supervisor  our process id, when we began, and the boot that this was in
#   started     a directory: made by us, or by a control plane that has given this run up; never by both
#   pid         the same of the process
#   exit        its exit code
#   log         its output
set -u
run=$1
lock=$2
directory=$3
shift 3

note() { # file, words
  printf '%s\n' "$2" >"$run/$1.new" && mv -f "$run/$1.new" "$run/$1"
}

boot=none
[ ! -r /proc/sys/kernel/random/boot_id ] || read -r boot </proc/sys/kernel/random/boot_id

identity() { # process id; a bare one may be somebody else's by now
  if [ -r "/proc/$1/stat" ]; then
    read -r words <"/proc/$1/stat"
    id=$1
    # What follows the name, which may have spaces and parentheses in it: the 20th is when it began.
    # shellcheck disable=SC2086
    set -- ${words##*) }
    printf '%s %s %s' "$id" "${20}" "$boot"
  else
    printf '%s %s %s' "$1" "$(LC_ALL=C ps -o lstart= -p "$1" | tr -s ' ' _)" "$boot"
  fi
}

# In this order: a run that has been started has a supervisor that can be looked for.
[ -d "$run" ] || exit 0
note supervisor "$(identity $$)"
mkdir "$run/started" 2>/dev/null || exit 0

# Held by the process and all that it starts, for as long as one of them lives: no second one of this name beside it.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$lock"
  flock -n 9 || {
    printf 'another process of this container still lives: it holds %s\n' "$lock" >>"$run/log"
    note exit 128
    exit 0
  }
fi

# A session of its own: what is typed at a terminal does not reach it, and all that it starts is found by it.
if command -v setsid >/dev/null 2>&1; then
  apart=setsid
else
  apart='perl -MPOSIX -e POSIX::setsid();exec(@ARGV)or(exit(127))'
fi

cd "$directory" || cd "$run" || exit 1
# shellcheck disable=SC2086
$apart "$@" >>"$run/log" 2>&1 </dev/null &
child=$!
exec 9>&-
note pid "$(identity "$child")"
wait "$child"
note exit $?
