# shellcheck shell=sh
# Builds what kubia runs from, in a source tree. Sourced by kubia and verify with `root`, the tree, set.

build_log=$root/target/build.log
# Made by the build, with the time at which it started: what changes while it runs is newer.
build_stamp=$root/dist/target/built
build_lock=$root/target/build.lock

build_if_stale() {
  is_built && return
  lock_build
  # Whoever had the lock may have built what we need.
  is_built || build
  unlock_build
}

# Folders count as well as files, so that a source that was deleted is noticed too.
is_built() {
  [ -e "$build_stamp" ] && [ -z "$(
    find "$root/pom.xml" "$root/.mvn" "$root/kubia" \
      "$root/role/pom.xml" "$root/role/src/main" "$root/app/pom.xml" "$root/app/src/main" \
      "$root/dns/pom.xml" "$root/dns/src/main" "$root/controller/pom.xml" "$root/controller/src/main" \
      "$root/k8s/base" "$root/dist/pom.xml" "$root/dist/src/main" \
      -newer "$build_stamp" -print
  )" ]
}

# What is needed to run and no more: the tests and the checks are ./verify's.
build() {
  require_maven
  mkdir -p "$root/target"
  printf 'kubia: building (log: %s) ...\n' "$build_log" >&2
  # A build is over before a second compiler of the JVM's would have paid for itself: half the CPU time without it.
  MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${MAVEN_OPTS:-}"
  if ! run_maven -pl dist -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcheckstyle.skip=true \
    -Denforcer.skip=true package >"$build_log" 2>&1; then
    # Warnings too, since they are errors here.
    grep -E '^\[(ERROR|WARNING)\] (.*\.java:|Failed)' "$build_log" | head -n 10 >&2 || :
    printf 'kubia: the build failed; its log: %s\n' "$build_log" >&2
    exit 1
  fi
}

require_maven() {
  command -v mvn >/dev/null 2>&1 && return
  printf 'kubia: building needs Maven 3.8.7 or newer: put mvn on the PATH.\n' >&2
  exit 1
}

# Maven on the JDK that was found. Its own libraries still use what newer JDKs warn about at every start.
run_maven() {
  JAVA_HOME=$java_home \
    MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn -B -ntp -f "$root/pom.xml" "$@" </dev/null
}

# One build at a time in this tree. flock's lock goes when its holder does, Maven included, which inherits it: were this
# shell killed, nobody would build while its Maven still does. Without flock (macOS) it is a link that names its holder.
lock_build() {
  if command -v flock >/dev/null 2>&1; then
    exec 9<"$root/pom.xml"
    flock -n 9 && return
    printf 'kubia: waiting for another build in %s ...\n' "$root" >&2
    flock 9
    return
  fi
  mkdir -p "$root/target"
  build_lock_said=
  until ln -s "$$" "$build_lock" 2>/dev/null; do
    build_lock_holder=$(readlink "$build_lock") || continue
    if ! kill -0 "$build_lock_holder" 2>/dev/null; then
      # Not removed by us: two that wait would both find it stale, and the second would remove the lock of the first.
      [ "$(readlink "$build_lock")" = "$build_lock_holder" ] || continue
      printf 'kubia: a build was killed and left its lock: remove %s and try again.\n' "$build_lock" >&2
      exit 1
    fi
    [ -n "$build_lock_said" ] || printf 'kubia: waiting for another build in %s ...\n' "$root" >&2
    build_lock_said=yes
    sleep 0.2
  done
  trap 'rm -f "$build_lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

unlock_build() {
  if command -v flock >/dev/null 2>&1; then
    exec 9<&-
    return
  fi
  rm -f "$build_lock"
  trap - EXIT INT TERM HUP
}
