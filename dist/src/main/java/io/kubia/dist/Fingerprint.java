package io.kubia.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a distribution was made of, as one short text: while it stays the same there is nothing to do anew.
 *
 * <p>Goes by contents, not by times: a jar that Maven wrote again with the same classes is the same jar. A jar's contents
 * are told from the checksums in its directory, which is read in a millisecond however large the jar.
 */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Fingerprint add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    Fingerprint addJars(Collection<Path> jars) throws IOException {
        for (Path jar : jars) {
            add(jar.getFileName().toString());
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : zip.stream().toList()) {
                    add(entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc());
                }
            }
        }
        return this;
    }

    /** A file, or a folder with everything in it. */
    Fingerprint addFiles(Path path) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            add(path.relativize(file).toString());
            digest.update(Files.readAllBytes(file));
        }
        return this;
    }

    /** Ends the fingerprint: nothing can be added to it afterwards. */
    String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
