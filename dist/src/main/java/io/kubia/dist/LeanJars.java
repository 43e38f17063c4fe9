package io.kubia.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Copies jars into the distribution without what this machine cannot use. */
final class LeanJars {
    private final Path lib;
    private final Path nativeFolder;
    private final NativeLibraries natives;
    private final Set<String> unpacked = new TreeSet<>();

    LeanJars(Path lib, Path nativeFolder, NativeLibraries natives) {
        this.lib = lib;
        this.nativeFolder = nativeFolder;
        this.natives = natives;
    }

    /**
     * Copies a jar less its native libraries, of which those for this machine become files of their own. A jar that has
     * none is copied byte by byte.
     *
     * @return whether there was a class to copy: a jar of native libraries alone leaves nothing for the class path
     */
    boolean put(Path jar) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            List<JarEntry> entries = from.stream().toList();
            for (JarEntry entry : entries) {
                unpackIfOurs(from, entry);
            }
            if (entries.stream().noneMatch(LeanJars::isClass)) {
                return false;
            }
            Path to = lib.resolve(jar.getFileName());
            if (entries.stream().noneMatch(entry -> NativeLibraries.isNative(entry.getName()))) {
                Files.copy(jar, to);
            } else {
                copyWithoutNatives(from, entries, to);
            }
            return true;
        }
    }

    /** Fails when a library for this machine was in none of the jars: no role would start. */
    void requireAllUnpacked() {
        for (String entry : natives.filesByEntry().keySet()) {
            if (!unpacked.contains(entry)) {
                throw new IllegalStateException(
                        "native library " + entry + ": not found (expected: in one of the jars)");
            }
        }
    }

    private void unpackIfOurs(JarFile from, JarEntry entry) throws IOException {
        String file = natives.filesByEntry().get(entry.getName());
        if (file != null) {
            try (InputStream in = from.getInputStream(entry)) {
                Files.copy(in, nativeFolder.resolve(file));
            }
            unpacked.add(entry.getName());
        }
    }

    private static void copyWithoutNatives(JarFile from, List<JarEntry> entries, Path to) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (JarEntry entry : entries) {
                if (!NativeLibraries.isNative(entry.getName())) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    try (InputStream in = from.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
        }
    }

    /** Whether it is a class to run; {@code module-info}, and the variants that a newer Java reads, are not. */
    private static boolean isClass(JarEntry entry) {
        String name = entry.getName();
        return name.endsWith(".class") && !name.endsWith("module-info.class") && !name.startsWith("META-INF/");
    }
}
