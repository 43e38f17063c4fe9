# shellcheck shell=sh
# Finds a Java that kubia can run on. Sourced by kubia, verify and .ci/run, so that all of them look in the same places
# and say the same sentence. Starts no JVM: a JDK's `release` file says its version, and a JVM takes longer to say so
# than kubia takes to serve.

# The sentence of the Enforcer (java.sentence in pom.xml); the launcher's tests hold the two equal.
no_java_sentence='kubia needs a JDK 25 or newer: install one (https://adoptium.net, or your package manager) or point JAVA_HOME at it.'

# find_java jre|jdk: sets java_home to the first Java 25 or newer, in the order below; fails where there is none.
# To run, a JRE will do; to build, it must be a JDK.
find_java() {
  java_home=${JAVA_HOME:-}
  is_java_25 "$1" && return
  java_on_the_path
  is_java_25 "$1" && return

  # KUBIA_SYSTEM_ROOT is for the tests: where they put a system without a JDK.
  for java_home in \
    "${KUBIA_SYSTEM_ROOT:-}"/usr/lib/jvm/* \
    "${KUBIA_SYSTEM_ROOT:-}"/usr/java/* \
    "${KUBIA_SYSTEM_ROOT:-}"/opt/java/* \
    "${KUBIA_SYSTEM_ROOT:-}"/opt/jdk* \
    "${KUBIA_SYSTEM_ROOT:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${KUBIA_SYSTEM_ROOT:-}"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${KUBIA_SYSTEM_ROOT:-}"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    is_java_25 "$1" && return
  done

  if [ -x "${KUBIA_SYSTEM_ROOT:-}/usr/libexec/java_home" ]; then
    java_home=$("${KUBIA_SYSTEM_ROOT:-}/usr/libexec/java_home" -F -v 25+ 2>/dev/null) || java_home=
    is_java_25 "$1" && return
  fi

  for java_home in \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${MISE_DATA_DIR:-${HOME:-}/.local/share/mise}"/installs/java/* \
    "${ASDF_DATA_DIR:-${HOME:-}/.asdf}"/installs/java/* \
    "${HOME:-}"/.jdks/* \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    is_java_25 "$1" && return
  done
  java_home=
  return 1
}

# The home of the `java` on the PATH, links followed; the version managers' shims and macOS' stub lead to a folder
# without a `release` file, and so are passed over.
java_on_the_path() {
  java_home=$(command -v java) || { java_home=; return; }
  while [ -L "$java_home" ]; do
    java_link=$(readlink "$java_home")
    case $java_link in
      /*) java_home=$java_link ;;
      *) java_home=${java_home%/*}/$java_link ;;
    esac
  done
  java_home=$(CDPATH='' cd -P -- "${java_home%/*}/.." && pwd) || java_home=
}

is_java_25() {
  [ -n "$java_home" ] && [ -x "$java_home/bin/java" ] && [ -r "$java_home/release" ] || return 1
  [ "$1" = jre ] || [ -x "$java_home/bin/javac" ] || return 1
  java_major=
  while IFS= read -r java_line; do
    case $java_line in
      JAVA_VERSION=*)
        java_major=${java_line#JAVA_VERSION=}
        java_major=${java_major#\"}
        java_major=${java_major%%[!0-9]*}
        break
        ;;
    esac
  done <"$java_home/release"
  [ -n "$java_major" ] && [ "$java_major" -ge 25 ]
}
