package io.kubia.dist;

import java.nio.file.Path;

/**
 * Where things are in the distribution folder.
 *
 * @param home the folder itself
 */
record Distribution(Path home) {
    Path launcher() {
        return home.resolve("bin/kubia");
    }

    Path bin() {
        return home.resolve("bin");
    }

    Path lib() {
        return home.resolve("lib");
    }

    Path nativeLibraries() {
        return home.resolve("native");
    }

    Path roles() {
        return home.resolve("roles");
    }

    /** The names of the jars, one a line: AOT caches hold for this class path in this order alone. */
    Path classPath() {
        return lib().resolve("class-path");
    }

    Path aot() {
        return home.resolve("aot");
    }

    Path aotCache(String role) {
        return aot().resolve(role + ".aot");
    }

    /** A copy of the {@code release} file of the JDK that made the caches: they hold for that JDK alone. */
    Path aotJdk() {
        return aot().resolve("jdk.release");
    }

    Path version() {
        return home.resolve("VERSION");
    }
}
