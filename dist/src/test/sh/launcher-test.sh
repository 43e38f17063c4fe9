#!/usr/bin/env bash
# Tests of ./kubia: which Java it finds, when it builds, and what it runs. Everything around it is made up in a folder
# of its own: JDKs, a Maven, a distribution; only the Enforcer's sentence is asked of the real Maven.

# shellcheck source=dist/src/test/sh/checks.sh
. "$(dirname -- "$0")/checks.sh"

# --- A machine of our own ---------------------------------------------------------------------------------------------

# The PATH: every tool that the scripts may need, and no Java or Maven.
mkdir -p "$tmp/tools" "$tmp/home" "$tmp/system"
for tool in sh cat cmp cp date dirname env find flock grep head ln mkdir mkfifo mktemp mv perl pwd readlink rm sed \
  setsid sleep touch; do
  found=$(command -v "$tool") && ln -s "$found" "$tmp/tools/$tool"
done

# A JDK whose `java` says its own name, its process and its arguments, one a line.
fake_java() { # folder, version, "jre" for one without a compiler
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Nobody"\nJAVA_VERSION="%s"\nMODULES="java.base"\n' "$2" >"$1/release"
  cat >"$1/bin/java" <<'END'
#!/bin/sh
printf '%s\n' "pid $$" "java $0" "$@"
exit "${FAKE_JAVA_EXIT:-0}"
END
  chmod +x "$1/bin/java"
  [ "${3:-jdk}" = jre ] || cp "$1/bin/java" "$1/bin/javac"
}

# Runs with nothing of this machine's but the tools. Words of the form NAME=VALUE first, as env takes them.
bare() {
  env -i HOME="$tmp/home" PATH="$tmp/tools" KUBIA_SYSTEM_ROOT="$tmp/system" "$@"
}

found_java() { # jre|jdk, then words for env
  kind=$1
  shift
  # shellcheck disable=SC2016 # for the inner shell
  bare "$@" sh -euc '. "$1"; find_java "$2" && printf "%s\n" "$java_home" || echo none' - \
    "$tree/dist/src/main/sh/find-java.sh" "$kind"
}

# --- Which Java -------------------------------------------------------------------------------------------------------

is 'a machine without Java' "$(found_java jre)" none

# All the usual places, in the order in which they are looked at: what is found is the first that is left.
places=(
  "$tmp/elsewhere/java-home"
  "$tmp/elsewhere/on-the-path"
  "$tmp/system/usr/lib/jvm/temurin-25-jdk-amd64"
  "$tmp/system/usr/java/jdk-25"
  "$tmp/system/opt/java/openjdk"
  "$tmp/system/opt/jdk-25"
  "$tmp/system/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home"
  "$tmp/system/opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home"
  "$tmp/system/usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home"
  "$tmp/elsewhere/told by java_home"
  "$tmp/home/.sdkman/candidates/java/25.0.3-tem"
  "$tmp/home/.local/share/mise/installs/java/temurin-25.0.3"
  "$tmp/home/.asdf/installs/java/temurin-25.0.3"
  "$tmp/home/.jdks/temurin-25.0.3"
  "$tmp/home/Library/Java/JavaVirtualMachines/temurin-25/Contents/Home"
)
for place in "${places[@]}"; do fake_java "$place" 25.0.3; done
# As Debian's alternatives have it: a link to a link.
mkdir -p "$tmp/etc" "$tmp/system/usr/libexec"
ln -s ../elsewhere/on-the-path/bin/java "$tmp/etc/java"
ln -s ../etc/java "$tmp/tools/java"
printf '#!/bin/sh\n[ "$*" = "-F -v 25+" ] && echo "%s"\n' "$tmp/elsewhere/told by java_home" \
  >"$tmp/system/usr/libexec/java_home"
chmod +x "$tmp/system/usr/libexec/java_home"
for place in "${places[@]}"; do
  is 'the first of the usual places' "$(found_java jdk JAVA_HOME="$tmp/elsewhere/java-home")" "$place"
  # An older one in its place is no reason to stop looking.
  fake_java "$place" 17.0.15
done
is 'nothing but Java 17' "$(found_java jdk JAVA_HOME="$tmp/elsewhere/java-home")" none
rm -rf "${places[@]}" "$tmp/system" "$tmp/tools/java"

for version in 25 25.0.3 25-ea 26.0.1 100; do
  fake_java "$tmp/jdk" "$version"
  is "version $version" "$(found_java jdk JAVA_HOME="$tmp/jdk")" "$tmp/jdk"
done
for version in 1.8.0_392 9 17.0.15 24.0.2 '' nonsense; do
  fake_java "$tmp/jdk" "$version"
  is "version '$version'" "$(found_java jdk JAVA_HOME="$tmp/jdk")" none
done
rm -rf "$tmp/jdk"

fake_java "$tmp/jre" 25 jre
is 'a JRE, to run' "$(found_java jre JAVA_HOME="$tmp/jre")" "$tmp/jre"
is 'a JRE, to build' "$(found_java jdk JAVA_HOME="$tmp/jre")" none
rm -rf "$tmp/jre"

# A version manager's shim is a script, with no JDK around it.
printf '#!/bin/sh\nexit 1\n' >"$tmp/tools/java"
chmod +x "$tmp/tools/java"
is 'a shim on the PATH' "$(found_java jdk)" none
rm "$tmp/tools/java"

fake_java "$tmp/home of spaces/.sdkman/candidates/java/25 of mine" 25
is 'a home with spaces' "$(found_java jdk HOME="$tmp/home of spaces")" \
  "$tmp/home of spaces/.sdkman/candidates/java/25 of mine"
fake_java "$tmp/moved/candidates/java/25" 25
is 'SDKMAN where it was moved to' "$(found_java jdk SDKMAN_DIR="$tmp/moved")" "$tmp/moved/candidates/java/25"
is 'no HOME at all' "$(found_java jdk env -u HOME)" none

sentence=$(sed -n 's|.*<java.sentence>\(.*\)</java.sentence>.*|\1|p' "$tree/pom.xml")
said=$(bare "$tree/kubia" node 2>&1)
is 'no Java: exit code' $? 1
is 'no Java: what is said is what the Enforcer says' "$said" "kubia: $sentence"
said=$(bare "$tree/verify" 2>&1)
is 'no Java to verify: exit code' $? 1
is 'no Java to verify: what is said' "$said" "verify: $sentence"

# --- Words ------------------------------------------------------------------------------------------------------------

said=$(bare "$tree/kubia" frobnicate 2>&1 >/dev/null)
is 'unknown word: exit code' $? 2
is 'unknown word: what is said' "$said" 'kubia: unknown command: frobnicate (try: kubia --help)'
is 'unknown word: nothing on standard output' "$(bare "$tree/kubia" frobnicate 2>/dev/null)" ''
usage=$(bare "$tree/kubia" help)
is 'help: exit code' $? 0
contains 'help: what is said' "$usage" 'usage: kubia COMMAND'
is '--help' "$(bare "$tree/kubia" --help)" "$usage"
is '-h' "$(bare "$tree/kubia" -h)" "$usage"
is 'no word' "$(bare "$tree/kubia")" "$usage"
version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$tree/pom.xml")
is '--version in the source tree' "$(bare "$tree/kubia" --version)" "kubia $version"

# --- An installed folder ----------------------------------------------------------------------------------------------

jdk=$tmp/jdk-25
fake_java "$jdk" 25.0.3
installed="$tmp/opt/kubia of mine"
fake_distribution() { # folder
  mkdir -p "$1/bin" "$1/lib" "$1/roles" "$1/aot"
  cp "$tree/kubia" "$tree/dist/src/main/sh/find-java.sh" "$1/bin/"
  printf 'b.jar\na.jar\n' >"$1/lib/class-path"
  printf '1.2.3\n' >"$1/VERSION"
  touch "$1/roles/node.options" "$1/aot/node.aot"
  cp "$jdk/release" "$1/aot/jdk.release"
}
fake_distribution "$installed"

command_line() { # folder of the distribution, then what follows the class path
  home=$1
  shift
  printf '%s\n' "java $jdk/bin/java" "@$home/roles/node.options" "-Djava.library.path=$home/native" \
    -cp "$home/lib/b.jar:$home/lib/a.jar" "-XX:AOTCache=$home/aot/node.aot" "$@"
}
run() { bare JAVA_HOME="$jdk" "$@" 2>&1 | sed '/^pid /d'; }

is 'flags, cache and class path' "$(run "$installed/bin/kubia" node)" "$(command_line "$installed" io.kubia.node.Main)"
is 'arguments, as they were' "$(run "$installed/bin/kubia" node --data 'a  b' '' '*' --help)" \
  "$(command_line "$installed" io.kubia.node.Main --data 'a  b' '' '*' --help)"
is 'flags of the user, last' "$(run KUBIA_JAVA_OPTS='-Xmx1g /*' "$installed/bin/kubia" node)" \
  "$(command_line "$installed" -Xmx1g '/*' io.kubia.node.Main)"
is '--version where it is installed' "$(run "$installed/bin/kubia" --version)" 'kubia 1.2.3'
node=$(command_line "$installed" io.kubia.node.Main)
is 'from another folder' "$(cd / && run "$installed/bin/kubia" node)" "$node"
is 'from its own folder' "$(cd "$installed/bin" && run ./kubia node)" "$node"
is 'as an argument of sh' "$(cd "$installed/bin" && run sh kubia node)" "$node"
mkdir -p "$tmp/links"
ln -s "$installed/bin/kubia" "$tmp/links/absolute"
ln -s '../opt/kubia of mine/bin/kubia' "$tmp/links/relative"
ln -s relative "$tmp/links/twice"
for link in absolute relative twice; do
  is "through a link ($link)" "$(run "$tmp/links/$link" node)" "$node"
done
ln -s "$installed/bin/kubia" "$tmp/tools/kubia"
is 'found on the PATH' "$(run kubia node)" "$node"
is 'found on the PATH, with a CDPATH' "$(run CDPATH="$tmp" kubia node)" "$node"

bare JAVA_HOME="$jdk" FAKE_JAVA_EXIT=7 "$installed/bin/kubia" node >/dev/null
is 'exit code of the JVM' $? 7
env -i PATH="$tmp/tools" JAVA_HOME="$jdk" "$installed/bin/kubia" node >"$tmp/out" &
launcher=$!
wait "$launcher"
is 'the JVM takes the place of the launcher' "$(sed -n 's/^pid //p' "$tmp/out")" "$launcher"

# --- What goes on when the launcher has ended -------------------------------------------------------------------------

# One that prints, says how it went, closes its output, and stays for as long as a file is there.
cat >"$tmp/staying" <<END
#!/bin/sh
for word in "\$@"; do
  case \$word in -Dkubia.exit=*) code=\${word#*=} ;; esac
done
echo "it is up: \$(printf '%s\n' "\$@" | tail -n 2 | tr '\n' ' ')"
echo 'but slow' >&2
echo "\${FAKE_UP_CODE:-0}" >"\$code"
echo \$\$ >"$tmp/staying.pid"
exec >&- 2>&-
while [ -e "$tmp/stay" ]; do sleep 0.05; done
END
for tool in tail tr; do ln -s "$(command -v "$tool")" "$tmp/tools/$tool"; done
mkdir -p "$tmp/jdk-staying/bin"
cp "$jdk/release" "$tmp/jdk-staying/"
for tool in java javac; do
  cp "$tmp/staying" "$tmp/jdk-staying/bin/$tool"
  chmod +x "$tmp/jdk-staying/bin/$tool"
done
touch "$installed/roles/controller.options"
up_with() { # what it is checked with
  touch "$tmp/stay"
  said=$(bare JAVA_HOME="$tmp/jdk-staying" FAKE_UP_CODE=3 "$installed/bin/kubia" up --replicas 2>"$tmp/err")
  is "up ($1): the exit code that it has noted" $? 3
  is "up ($1): what it prints" "$said" 'it is up: up --replicas '
  is "up ($1): what it complains of" "$(cat "$tmp/err")" 'but slow'
  read -r staying <"$tmp/staying.pid"
  kill -0 "$staying"
  is "up ($1): it lives on" $? 0
  is "up ($1): nothing is left behind" "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'kubia.*' -newer "$tmp/stay")" ''
  rm "$tmp/stay"
}
up_with setsid
rm -f "$tmp/tools/setsid"
up_with perl
is 'up that fails: exit code' "$(bare JAVA_HOME="$jdk" FAKE_JAVA_EXIT=7 "$installed/bin/kubia" up >/dev/null; echo $?)" 7
is 'up in the foreground' "$(run "$installed/bin/kubia" up --foreground | tail -n 2 | tr '\n' ' ')" 'up --foreground '

fake_java "$tmp/jre-25" 25.0.4 jre
is 'another Java: without the cache' \
  "$(bare JAVA_HOME="$tmp/jre-25" "$installed/bin/kubia" node | grep -c -e AOTCache -e "^java $tmp/jre-25/bin/java")" 1

# --- A source tree ----------------------------------------------------------------------------------------------------

source_tree="$tmp/clone of kubia"
fake_tree() {
  rm -rf "$source_tree" "$tmp/builds"
  mkdir -p "$source_tree/.mvn" "$source_tree/app/src/test"
  for module in role app dns controller dist; do
    mkdir -p "$source_tree/$module/src/main"
    touch "$source_tree/$module/pom.xml"
  done
  mkdir -p "$source_tree/k8s/base"
  touch "$source_tree/k8s/base/set.yaml"
  cp -R "$tree/dist/src/main/sh" "$source_tree/dist/src/main/sh"
  cp "$tree/kubia" "$source_tree/"
  touch "$source_tree/pom.xml" "$source_tree/dns/src/main/C.java" "$source_tree/role/src/main/D.java"
  touch "$source_tree/app/src/main/A.java" "$source_tree/app/src/main/B.java" "$source_tree/app/src/test/ATest.java"
  : >"$tmp/builds"
}
# A Maven that takes its time, says so when another one runs beside it, and leaves a distribution.
cat >"$tmp/tools/mvn" <<END
#!/bin/sh
mkdir "$tmp/building" || echo overlap >>"$tmp/builds"
echo "build \$JAVA_HOME" >>"$tmp/builds"
sleep 0.3
rmdir="rm -rf $tmp/building"
if [ -n "\${FAKE_MVN_FAILS:-}" ]; then
  echo '[ERROR] /a b/A.java:[1,2] no good'
  \$rmdir
  exit 1
fi
mkdir -p "$source_tree/dist/target"
rm -rf "$source_tree/dist/target/kubia"
cp -R "$installed" "$source_tree/dist/target/kubia"
touch "$source_tree/dist/target/built"
\$rmdir
END
chmod +x "$tmp/tools/mvn"
builds() { grep -c '^build ' "$tmp/builds"; }
# Sources as of long ago: older than the build whatever the clock's resolution.
age_sources() { find "$source_tree" -path '*/target' -prune -o -exec touch -t 200001010000 {} +; }

fake_tree
said=$(bare JAVA_HOME="$jdk" "$source_tree/kubia" node 2>&1 >"$tmp/out")
is 'first start: exit code' $? 0
is 'first start: one line' "$said" "kubia: building (log: $source_tree/target/build.log) ..."
is 'first start: runs what was built' "$(sed '/^pid /d' "$tmp/out")" \
  "$(command_line "$source_tree/dist/target/kubia" io.kubia.node.Main)"
is 'first start: on the JDK that was found' "$(cat "$tmp/builds")" "build $jdk"
age_sources
is 'second start: silent' "$(bare JAVA_HOME="$jdk" "$source_tree/kubia" node 2>&1 >/dev/null)" ''
is 'second start: no build' "$(builds)" 1
touch "$source_tree/app/src/test/ATest.java"
bare JAVA_HOME="$jdk" "$source_tree/kubia" node >/dev/null 2>&1
is 'a test changed: no build' "$(builds)" 1
bare JAVA_HOME="$jdk" "$source_tree/kubia" help >/dev/null 2>&1
for changed in app/src/main/A.java dns/src/main/C.java role/src/main/D.java \
  pom.xml role/pom.xml app/pom.xml dns/pom.xml controller/pom.xml dist/pom.xml kubia k8s/base/set.yaml \
  dist/src/main/sh/find-java.sh; do
  before=$(builds)
  touch "$source_tree/$changed"
  bare JAVA_HOME="$jdk" "$source_tree/kubia" node >/dev/null 2>&1
  is "$changed changed: a build" "$(builds)" $((before + 1))
  age_sources
done
before=$(builds)
rm "$source_tree/app/src/main/B.java"
bare JAVA_HOME="$jdk" "$source_tree/kubia" node >/dev/null 2>&1
is 'a source is gone: a build' "$(builds)" $((before + 1))

fake_tree
said=$(bare JAVA_HOME="$jdk" FAKE_MVN_FAILS=yes "$source_tree/kubia" node 2>&1)
is 'a build that fails: exit code' $? 1
contains 'a build that fails: why' "$said" '[ERROR] /a b/A.java:[1,2] no good'
contains 'a build that fails: where more is' "$said" "kubia: the build failed; its log: $source_tree/target/build.log"
bare JAVA_HOME="$jdk" "$source_tree/kubia" node >/dev/null 2>&1
is 'after a build that failed: the next one' "$? $(builds)" '0 2'

is 'a JRE in a source tree' "$(bare JAVA_HOME="$tmp/jre-25" "$source_tree/kubia" node 2>&1)" "kubia: $sentence"

two_at_once() { # what is checked
  fake_tree
  bare JAVA_HOME="$jdk" "$source_tree/kubia" node >"$tmp/out.1" 2>"$tmp/err.1" &
  one=$!
  bare JAVA_HOME="$jdk" "$source_tree/kubia" node >"$tmp/out.2" 2>"$tmp/err.2" &
  two=$!
  wait "$one"
  codes=$?
  wait "$two"
  is "$1: exit codes" "$codes $?" '0 0'
  is "$1: one build" "$(cat "$tmp/builds")" "build $jdk"
  is "$1: the other waits for it" "$(cat "$tmp/err.1" "$tmp/err.2" | grep -c 'waiting for another build')" 1
  is "$1: both run" "$(cat "$tmp/out.1" "$tmp/out.2" | grep -c io.kubia.node.Main)" 2
}
[ ! -e "$tmp/tools/flock" ] || two_at_once 'two at once'
rm -f "$tmp/tools/flock"
two_at_once 'two at once without flock'
is 'without flock: the lock is gone afterwards' "$(find "$source_tree/target" -name build.lock)" ''
fake_tree
mkdir -p "$source_tree/target"
sh -c 'exit 0' &
gone=$!
wait "$gone"
ln -s "$gone" "$source_tree/target/build.lock"
said=$(bare JAVA_HOME="$jdk" "$source_tree/kubia" node 2>&1)
is 'without flock: a lock left behind' "$? $said" \
  "1 kubia: a build was killed and left its lock: remove $source_tree/target/build.lock and try again."
rm "$tmp/tools/mvn"
rm "$source_tree/target/build.lock"
said=$(bare JAVA_HOME="$jdk" "$source_tree/kubia" node 2>&1)
is 'no Maven' "$? $said" '1 kubia: building needs Maven 3.8.7 or newer: put mvn on the PATH.'

# --- The Enforcer -----------------------------------------------------------------------------------------------------

old_jdk=
for candidate in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -x "$candidate/bin/javac" ] && grep -qE '^JAVA_VERSION="(17|21)[."]' "$candidate/release" 2>/dev/null; then
    old_jdk=$candidate
  fi
done
if [ -n "$old_jdk" ]; then
  # The other modules stand on these two: Maven wants them built along, which is to verify the whole.
  for module in . role; do
    said=$(cd "$tree/$module" && JAVA_HOME=$old_jdk mvn -B -ntp verify 2>&1 </dev/null)
    is "mvn verify in $module on an old JDK: exit code" $? 1
    contains "mvn verify in $module on an old JDK: the sentence" "$said" "$sentence"
    is "mvn verify in $module on an old JDK: one goal fails, the Enforcer's" \
      "$(printf '%s\n' "$said" | sed -n 's/.*Failed to execute goal \(.*\) on project.*/\1/p' | sed 's/:[0-9.]*:/:/')" \
      'org.apache.maven.plugins:maven-enforcer-plugin:enforce (jdk)'
  done
else
  printf 'The Enforcer was not asked: there is no JDK 17 or 21 here.\n'
fi

finish
