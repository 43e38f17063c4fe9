package io.kubia.dist;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.rocksdb.util.Environment;

/**
 * The native libraries that this machine can load, by their names in the jars that bring them.
 *
 * <p>RocksDB's jar alone brings fifteen, of which it unpacks one into a temporary folder at every start. Both RocksDB
 * and Netty look on {@code java.library.path} first, by the names given here.
 *
 * @param filesByEntry the name of an entry in a jar, to the name of the file that it becomes
 */
record NativeLibraries(Map<String, String> filesByEntry) {
    private static final Pattern NATIVE = Pattern.compile(".+\\.(so|jnilib|dylib|dll)");

    NativeLibraries {
        filesByEntry = Map.copyOf(filesByEntry);
    }

    static NativeLibraries ofThisMachine() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** RocksDB's own answer, which knows musl from glibc, is for the machine that we are on; only Netty's takes names. */
    static NativeLibraries of(String system, String architecture) {
        Map<String, String> files = new TreeMap<>();
        files.put(
                Environment.getJniLibraryFileName("rocksdb"),
                System.mapLibraryName(Environment.getSharedLibraryName("rocksdb")));
        if (system.equals("Linux")) {
            String epoll = "libnetty_transport_native_epoll_" + nettyName(architecture) + ".so";
            files.put("META-INF/native/" + epoll, epoll);
        }
        return new NativeLibraries(files);
    }

    /** Whether it is a native library at all, for this machine or another. */
    static boolean isNative(String entry) {
        return NATIVE.matcher(entry).matches();
    }

    private static String nettyName(String architecture) {
        return switch (architecture) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "aarch_64";
            default -> architecture;
        };
    }
}
