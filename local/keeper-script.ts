/**
 * Runs `$@` after the stop signal and the seconds of patience, and waits for the first of two things: the program ends by itself, and
 * its status becomes ours; or stdin ends, because the process at the other end stopped it or is dead, and the program is asked to
 * end, then made to. Descriptor 3 is told the program's pid. Plain POSIX: /bin/sh is dash, bash or ash.
 *
 * `read` and not `cat`: a builtin leaves no process behind when the watcher is killed. The watcher's own output goes nowhere, so
 * that its last `sleep` cannot hold our pipes open. `wait` is silent, because a shell announces a child that a signal ended.
 */
export const keeperScript = `
stop=$1 patience=$2
shift 2
exec 4<&0 </dev/null
"$@" 3>&- 4<&- &
program=$!
echo "$program" >&3
exec 3>&-
(
  while read -r _ <&4; do :; done
  kill -s "$stop" "$program"
  while [ "$patience" -gt 0 ] && kill -0 "$program"; do sleep 1; patience=$((patience - 1)); done
  kill -s KILL "$program"
) >/dev/null 2>&1 &
watcher=$!
exec 4<&-
wait "$program" 2>/dev/null
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`
